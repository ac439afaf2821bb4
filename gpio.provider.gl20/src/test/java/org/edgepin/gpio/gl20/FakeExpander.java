// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.gl20;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The bus with a GL20's expander on it, and the outside world around that. It keeps its registers
 * when its bus goes. Thread-safe.
 */
final class FakeExpander {

    private static final int LATCH = 2;
    private static final int POLARITY = 4;
    private static final int CONFIGURATION = 6;

    private final int[] registers = {0, 0, 0xFF, 0xFF, 0, 0, 0xFF, 0xFF};
    private final List<String> writes = new ArrayList<>();
    private int heldLow;
    private final Map<Thread, Integer> transfers = new HashMap<>();
    private int failing;
    private boolean away;
    private int open;
    private final List<Optional<Integer>> opened = new ArrayList<>();

    /** One opened way to the chip. */
    private final class Way implements ExpanderPort.Registers {

        private boolean closed;

        @Override
        public int read(int register) throws IOException {
            synchronized (FakeExpander.this) {
                transfer(register);
                return register == 0 ? levels() ^ registers[POLARITY] : registers[register];
            }
        }

        @Override
        public void write(int register, int value) throws IOException {
            synchronized (FakeExpander.this) {
                transfer(register);
                writes.add("%d<-%02x".formatted(register, value));
                registers[register] = value;
            }
        }

        private void transfer(int register) throws IOException {
            if (closed) {
                throw new AssertionError("closed");
            }
            if (register % 2 != 0) {
                throw new AssertionError("port 1 is not ours: register " + register);
            }
            transfers.merge(Thread.currentThread(), 1, Integer::sum);
            if (away || failing-- > 0) {
                throw new IOException("no acknowledge");
            }
        }

        @Override
        public void close() {
            synchronized (FakeExpander.this) {
                closed = true;
                open--;
            }
        }
    }

    /** Opens it as the driver does. */
    synchronized Port open(Optional<Integer> bus) throws IOException {
        opened.add(bus);
        open++;
        var way = new Way();
        try {
            return new ExpanderPort(way, "fake 0x27");
        } catch (IOException e) {
            way.close();
            throw e;
        }
    }

    /** As left by whoever has used the board before. */
    synchronized FakeExpander configured(int latch) {
        registers[CONFIGURATION] = 0xFC;
        registers[LATCH] = latch;
        return this;
    }

    synchronized void set(int register, int value) {
        registers[register] = value;
    }

    synchronized int get(int register) {
        return registers[register];
    }

    /** What a voltmeter shows at the pins. */
    synchronized int levels() {
        return (registers[CONFIGURATION] | registers[LATCH]) & ~heldLow & 0xFF;
    }

    synchronized void holdLow(int bits) {
        heldLow |= bits;
    }

    synchronized void release(int bits) {
        heldLow &= ~bits;
    }

    /** Lets the next transfers fail. */
    synchronized void fail(int times) {
        failing = times;
    }

    synchronized void away(boolean gone) {
        away = gone;
    }

    /** Takes the power away and gives it back. */
    synchronized void powerCycle() {
        registers[LATCH] = 0xFF;
        registers[CONFIGURATION] = 0xFF;
    }

    /** Returns how many transfers the calling thread has made. */
    synchronized int transfers() {
        return transfers.getOrDefault(Thread.currentThread(), 0);
    }

    /** Returns what was written so far, {@code 2<-fd}. */
    synchronized List<String> writes() {
        return List.copyOf(writes);
    }

    synchronized int open() {
        return open;
    }

    /** Returns the buses that were asked for. */
    synchronized List<Optional<Integer>> opened() {
        return List.copyOf(opened);
    }
}
