// SPDX-License-Identifier: Apache-2.0
package org.edgepin.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With an eventfd in the place of a chip. */
class EventSourceTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Block into = new Block(8);
    private int fd;
    private EventSource events;

    @BeforeEach
    void open() throws Exception {
        fd = Libc.eventfd(0, Uapi.EFD_CLOEXEC);
        events = new EventSource(new Descriptor(Path.of("eventfd"), fd), "read", Integer.MAX_VALUE);
    }

    @AfterEach
    void close() {
        events.close();
        threads.shutdownNow();
    }

    private static int write(int fd, long value) {
        Block block = new Block(8);
        block.bytes.putLong(0, value);
        return Libc.write(fd, block.address, block.size);
    }

    private void happen(long value) {
        assertThat(write(fd, value)).isEqualTo(8);
    }

    @Test
    void readsWhatIsThere() throws Exception {
        happen(42);

        assertThat(events.read(into, 0)).isEqualTo(8);
        assertThat(into.bytes.getLong(0)).isEqualTo(42);
    }

    @Test
    void waitsForWhatIsToCome() throws Exception {
        Future<Integer> read = threads.submit(() -> events.read(into, EventSource.FOREVER));

        happen(1);

        assertThat(read.get(1, TimeUnit.MINUTES)).isEqualTo(8);
    }

    @Test
    void readsOnWhereAShortReadTookAllThereWas() throws Exception {
        Block roomForTwo = new Block(16);
        for (int value = 1; value <= 3; value++) {
            happen(value);

            assertThat(events.read(roomForTwo, EventSource.FOREVER)).isEqualTo(8);
            assertThat(roomForTwo.bytes.getLong(0)).isEqualTo(value);
        }
        happen(4);

        assertThat(events.read(roomForTwo, 0)).isEqualTo(8);
        assertThat(events.read(roomForTwo, 0)).isZero();
    }

    @Test
    void whatIsThereComesBeforeACallToWake() throws Exception {
        Block roomForTwo = new Block(16);
        happen(1);
        assertThat(events.read(roomForTwo, EventSource.FOREVER)).isEqualTo(8);

        happen(2);
        events.wake();

        assertThat(events.read(roomForTwo, EventSource.FOREVER)).isEqualTo(8);
        assertThat(events.read(roomForTwo, EventSource.FOREVER)).isZero();
    }

    @Test
    void doesNotWaitWithoutTime() throws Exception {
        assertThat(events.read(into, 0)).isZero();
        assertThat(events.read(into, -1)).isZero();
    }

    @Test
    void waitsAsLongAsToldAndNotShorter() throws Exception {
        long start = System.nanoTime();

        assertThat(events.read(into, 20_500_000)).isZero();

        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(20_500_000);
    }

    @Test
    void closingWakesEveryReader() throws Exception {
        List<Future<Integer>> readers = IntStream.range(0, 5)
                .mapToObj(i -> threads.submit(() -> events.read(new Block(8), EventSource.FOREVER)))
                .toList();

        events.close();

        for (Future<Integer> reader : readers) {
            assertThat(reader.get(1, TimeUnit.MINUTES)).isEqualTo(-1);
        }
    }

    @Test
    void aWaitingReaderIsWokenOnceAndCanWaitAgain() throws Exception {
        Future<Integer> read = threads.submit(() -> events.read(into, EventSource.FOREVER));
        events.wake();
        assertThat(read.get(1, TimeUnit.MINUTES)).isZero();

        Future<Integer> again = threads.submit(() -> events.read(into, EventSource.FOREVER));
        happen(7);
        assertThat(again.get(1, TimeUnit.MINUTES)).isEqualTo(8);
    }

    @Test
    void wakingBeforeAReaderWaitsIsNotForgottenAndKeepsNothingFromHim() throws Exception {
        events.wake();
        events.wake();
        happen(1);

        assertThat(events.read(into, EventSource.FOREVER)).isEqualTo(8);
        assertThat(events.read(into, EventSource.FOREVER)).isZero();
        assertThat(events.read(into, 1_000_000)).isZero();
    }

    @Test
    void wakingAndClosingIsClosing() throws Exception {
        events.wake();
        events.close();
        events.wake();

        assertThat(events.read(into, EventSource.FOREVER)).isEqualTo(-1);
    }

    @Test
    void closingTwiceIsClosing() throws Exception {
        events.close();
        int reused = Libc.eventfd(0, Uapi.EFD_CLOEXEC);
        events.close();

        assertThat(write(reused, 1)).isEqualTo(8);
        assertThat(events.read(into, EventSource.FOREVER)).isEqualTo(-1);
        Libc.close(reused);
    }
}
