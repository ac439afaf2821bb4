// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.matrix;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The FPGA with its GPIO block, and the outside world around it. Thread-safe. */
final class FakeFpga {

    static final int CREATOR = 0x05C344E8;
    static final int VOICE = 0x6032BAD2;

    private static final int GPIO = 0x4000;

    private final int[] memory = {0, 0, 0x000A, 0x0001, 1, 3, 0, 0};
    private final List<String> writes = new ArrayList<>();
    private final Map<Thread, Integer> transfers = new HashMap<>();
    private final List<Optional<String>> opened = new ArrayList<>();
    private int direction;
    private int latch;
    private int heldHigh;
    private int heldLow;
    /** Nothing pulls at an open pin: it keeps its level. */
    private int levels;

    private boolean away;
    private int silence;
    private int open;

    FakeFpga(int identify) {
        identify(identify);
    }

    /** One opened way to it. */
    private final class Way implements Fpga {

        @Override
        public String location() {
            return "fake";
        }

        @Override
        public void read(int address, short[] words) {
            synchronized (FakeFpga.this) {
                transfers.merge(Thread.currentThread(), 1, Integer::sum);
                for (var word = 0; word < words.length; word++) {
                    words[word] = (short) (away ? silence : register(address + word));
                }
            }
        }

        @Override
        public void write(int address, int word) throws IOException {
            synchronized (FakeFpga.this) {
                transfers.merge(Thread.currentThread(), 1, Integer::sum);
                if (away) {
                    return;
                }
                writes.add("%04x<-%04x".formatted(address, word));
                switch (address - GPIO) {
                    case 0 -> direction = word;
                    case 1 -> latch = word;
                    default -> throw new AssertionError("not a register of ours: " + Integer.toHexString(address));
                }
                settle();
            }
        }

        @Override
        public void close() {
            synchronized (FakeFpga.this) {
                open--;
            }
        }
    }

    private int register(int address) {
        if (address < memory.length) {
            return memory[address];
        }
        return switch (address - GPIO) {
            case 0 -> direction;
            case 1 -> levels;
            default -> throw new AssertionError("nothing to read: " + Integer.toHexString(address));
        };
    }

    private void settle() {
        levels = (levels & ~direction) | (latch & direction);
        levels = (levels | heldHigh) & ~heldLow;
    }

    /** Opens it as the driver does. */
    synchronized Fpga open(Optional<String> device) {
        opened.add(device);
        open++;
        return new Way();
    }

    synchronized void identify(int identify) {
        memory[0] = identify & 0xFFFF;
        memory[1] = identify >>> 16;
    }

    synchronized void clock(int divider, int multiplier) {
        memory[4] = divider;
        memory[5] = multiplier;
    }

    /** As left by whoever has used the board before. */
    synchronized FakeFpga configured(int outputs, int values) {
        direction = outputs;
        latch = values;
        settle();
        return this;
    }

    /** Takes it away; reading gets nothing but these words. */
    synchronized void goAway(int word) {
        away = true;
        silence = word;
    }

    synchronized void comeBack() {
        away = false;
    }

    /** What programming it does. */
    synchronized void reset() {
        direction = 0;
        latch = 0;
        settle();
    }

    synchronized void high(int pin) {
        heldHigh |= 1 << pin;
        heldLow &= ~(1 << pin);
        settle();
    }

    synchronized void low(int pin) {
        heldLow |= 1 << pin;
        heldHigh &= ~(1 << pin);
        settle();
    }

    synchronized void letGo(int pin) {
        heldHigh &= ~(1 << pin);
        heldLow &= ~(1 << pin);
        settle();
    }

    /** What a voltmeter shows at the pins. */
    synchronized int levels() {
        return levels;
    }

    synchronized int direction() {
        return direction;
    }

    synchronized int latch() {
        return latch;
    }

    /** Returns what was written so far, {@code 4001<-0001}. */
    synchronized List<String> writes() {
        return List.copyOf(writes);
    }

    /** Returns how many transfers the calling thread has made. */
    synchronized int transfers() {
        return transfers.getOrDefault(Thread.currentThread(), 0);
    }

    /** Returns the devices that were asked for. */
    synchronized List<Optional<String>> opened() {
        return List.copyOf(opened);
    }

    synchronized int open() {
        return open;
    }
}
