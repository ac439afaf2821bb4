// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScanLoopTest {

    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final Duration NEVER = Duration.ofHours(1);

    private final RecordedEvents events = new RecordedEvents();
    private final AtomicLong levels = new AtomicLong();
    private final AtomicInteger samples = new AtomicInteger();
    private final List<ScanLoop> loops = new ArrayList<>();
    private final CountDownLatch began = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    @BeforeAll
    static void pollOften() {
        Awaitility.setDefaultPollInterval(Duration.ofMillis(2));
    }

    @AfterAll
    static void pollAsUsual() {
        Awaitility.reset();
    }

    @AfterEach
    void close() {
        mayEnd.countDown();
        loops.forEach(ScanLoop::close);
    }

    private ScanLoop loop(Duration period, ScanLoop.Scan scan) {
        var loop = new ScanLoop("main", period, scan, events);
        loops.add(loop);
        return loop;
    }

    private long sample() {
        samples.incrementAndGet();
        return levels.get();
    }

    private void awaitLooks(int more) {
        var target = samples.get() + more;
        await().until(() -> samples.get() >= target);
    }

    @Test
    void reportsTheEdgesOfTheWatchedPins() {
        var loop = loop(MILLISECOND, this::sample);
        loop.watch(Map.of(3, Duration.ZERO));
        awaitLooks(2);
        levels.set(0b1001);
        await().until(() -> events.edges.size() == 1);
        levels.set(0);
        await().until(() -> events.edges.size() == 2);

        assertThat(events.edges).extracting(RecordedEvents.Seen::pin).containsOnly(3);
        assertThat(events.edges).extracting(RecordedEvents.Seen::edge).containsExactly(Edge.RISING, Edge.FALLING);
    }

    @Test
    void givesTheTimeOfTheSampleThatSawTheEdge() {
        var loop = loop(MILLISECOND, this::sample);
        loop.watch(Map.of(0, Duration.ZERO));
        awaitLooks(2);
        var before = System.nanoTime();
        levels.set(1);
        await().until(() -> events.edges.size() == 1);

        assertThat(events.edges.get(0).nanoTime()).isBetween(before, System.nanoTime());
    }

    @Test
    void aSampleThatBeganBeforeAPinWasWatchedDoesNotCountForIt() throws Exception {
        var loop = loop(MILLISECOND, () -> {
            var sampled = sample();
            began.countDown();
            awaitUninterrupted(mayEnd);
            return sampled;
        });
        began.await();
        levels.set(1);
        loop.watch(Map.of(0, Duration.ZERO));
        mayEnd.countDown();
        awaitLooks(3);

        assertThat(events.edges).isEmpty();
    }

    @Test
    void looksOutsideItsRhythmWhenAskedAndReportsWhatItSees() throws Exception {
        var loop = loop(NEVER, this::sample);
        await().until(() -> samples.get() == 1);
        loop.watch(Map.of(0, Duration.ZERO, 1, Duration.ofSeconds(10)));
        assertThat(loop.look()).isZero();
        levels.set(0b111);

        assertThat(loop.look())
                .as("pin 1 has not lasted yet, pin 2 is not watched")
                .isEqualTo(0b101);
        assertThat(events.edges).extracting(RecordedEvents.Seen::pin).containsExactly(0);
    }

    @Test
    void whoeverReadsALevelIsToldTheEdgesThatLeadAwayFromIt() throws Exception {
        var random = new Random(1);
        // one sample after another, whoever asks for it
        var loop = loop(Duration.ofNanos(50_000), () -> levels.updateAndGet(it -> random.nextInt(5) == 0 ? ~it : it));
        loop.watch(Map.of(0, Duration.ZERO));
        var reported = level(loop.look());
        for (var read = 0; read < 5_000; read++) {
            reported = lastEdge(reported);
            var level = level(loop.look());
            synchronized (events.edges) {
                if (events.edges.isEmpty()) {
                    assertThat(level).as("a level that no edge leads to").isEqualTo(reported);
                }
            }
        }
    }

    private Level lastEdge(Level otherwise) {
        synchronized (events.edges) {
            var last = events.edges.isEmpty()
                    ? otherwise
                    : events.edges.get(events.edges.size() - 1).edge().level();
            events.edges.clear();
            return last;
        }
    }

    private static Level level(long levels) {
        return (levels & 1) == 0 ? Level.LOW : Level.HIGH;
    }

    @Test
    void reportsAFailureOnceAndEnds() {
        var loop = loop(MILLISECOND, () -> {
            if (samples.incrementAndGet() > 2) {
                throw new IOException("no acknowledge");
            }
            return 0;
        });
        await().until(() -> !events.failures.isEmpty());
        loop.close();

        assertThat(events.failures)
                .singleElement()
                .extracting(Throwable::getMessage)
                .isEqualTo("no acknowledge");
        assertThat(samples).hasValue(3);
    }

    @Test
    void reportsADefectInsteadOfEndingInSilence() {
        loop(MILLISECOND, () -> {
            throw new IllegalStateException("a bug");
        });

        await().untilAsserted(() -> assertThat(events.failures)
                .singleElement()
                .extracting(Throwable::getMessage)
                .isEqualTo("defect: java.lang.IllegalStateException: a bug"));
    }

    @Test
    void aFailureBecauseOfTheCloseIsNone() throws Exception {
        var loop = loop(MILLISECOND, () -> {
            began.countDown();
            awaitUninterrupted(mayEnd);
            throw new IOException("closed");
        });
        began.await();
        var closing = new Thread(loop::close);
        closing.start();
        await().until(() -> closing.getState() == Thread.State.WAITING);
        mayEnd.countDown();
        closing.join();

        assertThat(events.failures).isEmpty();
    }

    @Test
    void noSampleIsTakenAfterItIsClosed() {
        var loop = loop(Duration.ofNanos(1_000), this::sample);
        awaitLooks(10);
        loop.close();
        var after = samples.get();

        assertThat(threads("scan main")).isEmpty();
        assertThat(samples).hasValue(after);
        loop.close();
    }

    @Test
    void closesAtOnceHoweverLongThePeriodIs() {
        var loop = loop(NEVER, this::sample);
        await().until(() -> samples.get() == 1);

        loop.close();

        assertThat(threads("scan main")).isEmpty();
    }

    @Test
    void anInterruptDoesNotLetTheCloserGoBeforeTheSampleHasEnded() throws Exception {
        var loop = loop(MILLISECOND, () -> {
            began.countDown();
            awaitUninterrupted(mayEnd);
            return sample();
        });
        began.await();
        var wasInterrupted = new CountDownLatch(1);
        var closing = new Thread(() -> {
            loop.close();
            if (Thread.currentThread().isInterrupted()) {
                wasInterrupted.countDown();
            }
        });
        closing.start();
        closing.interrupt();
        await().until(() -> closing.getState() == Thread.State.WAITING);
        mayEnd.countDown();
        closing.join();

        assertThat(wasInterrupted.getCount()).isZero();
        assertThat(samples).hasValue(1);
    }

    @Test
    void mayBeClosedByItsOwnThread() {
        var loop = new ScanLoop[1];
        var ready = new CountDownLatch(1);
        loop[0] = loop(MILLISECOND, () -> {
            awaitUninterrupted(ready);
            loop[0].close();
            return sample();
        });
        ready.countDown();

        await().until(() -> threads("scan main").isEmpty());
        assertThat(samples).hasValue(1);
    }

    @Test
    void looksAtOnceWhenThePeriodChangesAndThenInTheNewOne() {
        var loop = loop(NEVER, this::sample);
        await().until(() -> samples.get() == 1);
        loop.period(MILLISECOND);
        awaitLooks(10);
        loop.period(NEVER);
        awaitQuiet();
        loop.period(MILLISECOND);
        awaitLooks(10);
    }

    /** No look in a hundred of the periods before. */
    private void awaitQuiet() {
        var before = new AtomicInteger(-1);
        await().pollInterval(Duration.ofMillis(100)).until(() -> before.getAndSet(samples.get()) == samples.get());
    }

    @Test
    void refusesAPeriodOfNothing() {
        assertThatThrownBy(() -> new ScanLoop("main", Duration.ZERO, this::sample, events))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("period must be positive: PT0S");
        var loop = loop(NEVER, this::sample);
        assertThatThrownBy(() -> loop.period(Duration.ofMillis(-1))).isInstanceOf(IllegalArgumentException.class);
    }

    /** Time that goes by only where the loop waits and samples. */
    private static final class FakeClock implements ScanLoop.Clock {

        private static final long START = Long.MAX_VALUE - 5_000_000;

        private final Random random;
        private long now = START;

        FakeClock(long seed) {
            random = new Random(seed);
        }

        @Override
        public synchronized long nanoTime() {
            return now;
        }

        /** Wakes late, as timers do, and sometimes early. */
        @Override
        public synchronized void park(long nanos) {
            now += random.nextInt(20) == 0 ? nanos / 2 : nanos + random.nextInt(100_000);
        }

        synchronized void spend(long nanos) {
            now += nanos;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void doesNotDriftOverThousandsOfPeriodsAndSkipsTheLooksItHasOverrun(long seed) {
        var clock = new FakeClock(seed);
        var random = new Random(seed);
        var times = new ArrayList<Long>();
        var ended = new CountDownLatch(1);
        var period = MILLISECOND.toNanos();
        loops.add(new ScanLoop(
                "main",
                MILLISECOND,
                () -> {
                    times.add(clock.nanoTime() - FakeClock.START);
                    if (times.size() == 10_000) {
                        ended.countDown();
                        throw new IOException("enough");
                    }
                    clock.spend(random.nextInt(10) == 0 ? random.nextLong(5 * period) : 100_000);
                    return 0;
                },
                events,
                clock));
        awaitUninterrupted(ended);

        assertThat(times).hasSize(10_000);
        for (var look = 1; look < times.size(); look++) {
            assertThat(times.get(look) % period).as("how late look %d is", look).isBetween(0L, 100_000L);
            assertThat(times.get(look) / period)
                    .as("each period has at most one look")
                    .isGreaterThan(times.get(look - 1) / period);
        }
    }

    private static List<Thread> threads(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(it -> it.getName().equals(name))
                .toList();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException e) {
                // the test decides when it ends
            }
        }
    }
}
