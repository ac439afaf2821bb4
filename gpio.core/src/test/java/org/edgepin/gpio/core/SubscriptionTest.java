// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.edgepin.gpio.BoardChange;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.EdgeEvent;
import org.edgepin.gpio.EdgeListener;
import org.edgepin.gpio.GapEvent;
import org.edgepin.gpio.PinChange;
import org.edgepin.gpio.PinId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SubscriptionTest {

    private static final PinId PIN = new PinId("main", 5);
    private static final PinId OTHER = new PinId("main", 6);

    private final List<Subscription> subscriptions = new ArrayList<>();

    @AfterEach
    void end() {
        subscriptions.forEach(Subscription::end);
        subscriptions.forEach(it -> it.await(5_000));
    }

    private Subscription subscribe(EdgeListener listener, int capacity) {
        var subscription = new Subscription(listener, it -> true, capacity);
        subscriptions.add(subscription);
        return subscription;
    }

    private static EdgeEvent edge(PinId pin, long sequence) {
        return new EdgeEvent(pin, sequence % 2 == 1 ? Edge.RISING : Edge.FALLING, Instant.EPOCH, 0, sequence);
    }

    /** Writes down in its own words what it is told. */
    private static final class Diary implements EdgeListener {

        final List<String> entries = new CopyOnWriteArrayList<>();
        final CountDownLatch mayGoOn;

        Diary(CountDownLatch mayGoOn) {
            this.mayGoOn = mayGoOn;
        }

        @Override
        public void edge(EdgeEvent event) {
            entries.add(event.pin() + " " + event.sequence());
            awaitUninterrupted(mayGoOn);
        }

        @Override
        public void gap(GapEvent gap) {
            entries.add(gap.pin() + " lost " + gap.first() + "+" + gap.count());
        }

        @Override
        public void pinChanged(PinChange change) {
            entries.add(change.pin() + " changed");
        }

        @Override
        public void boardChanged(BoardChange change) {
            entries.add(change.board() + " " + change.status().state());
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException e) {
                // a listener that swallows the interrupt
            }
        }
    }

    @Test
    void deliversEachKindOfEventInOrder() {
        var diary = new Diary(new CountDownLatch(0));
        var subscription = subscribe(diary, 16);

        subscription.offer(new BoardChange(FakeBoard.status("main", BoardStatus.State.UP, Optional.empty())));
        subscription.offer(edge(PIN, 1));
        subscription.offer(new GapEvent(PIN, 2, 3, GapEvent.Place.HARDWARE, Instant.EPOCH));
        subscription.offer(edge(PIN, 5));
        subscription.offer(new PinChange(PIN));

        await().until(() -> diary.entries.size() == 5);
        assertThat(diary.entries)
                .containsExactly("main UP", "main/5 1", "main/5 lost 2+3", "main/5 5", "main/5 changed");
    }

    @Test
    void tellsASlowListenerExactlyWhatItLost() {
        var mayGoOn = new CountDownLatch(1);
        var diary = new Diary(mayGoOn);
        var subscription = subscribe(diary, 4);
        subscription.offer(edge(PIN, 1));
        await().until(() -> diary.entries.size() == 1);

        subscription.offer(edge(OTHER, 1));
        for (var sequence = 2; sequence <= 10; sequence++) {
            subscription.offer(edge(PIN, sequence));
        }
        mayGoOn.countDown();

        await().until(() -> diary.entries.contains("main/5 10"));
        assertThat(diary.entries)
                .containsExactly(
                        "main/5 1",
                        "main/6 lost 1+1",
                        "main/5 lost 2+5",
                        "main/5 7",
                        "main/5 8",
                        "main/5 9",
                        "main/5 10");
    }

    @Test
    void aBlockedListenerHarmsOnlyItself() {
        var never = new CountDownLatch(1);
        var blocked = subscribe(new Diary(never), 2);
        var diary = new Diary(new CountDownLatch(0));
        var other = subscribe(diary, 16);

        for (var sequence = 1; sequence <= 10; sequence++) {
            blocked.offer(edge(PIN, sequence));
            other.offer(edge(PIN, sequence));
        }

        await().until(() -> diary.entries.size() == 10);
        never.countDown();
    }

    @Test
    void goesOnAfterAListenerHasThrown() {
        var seen = new CopyOnWriteArrayList<Long>();
        var subscription = subscribe(
                event -> {
                    seen.add(event.sequence());
                    throw new IllegalStateException("a defect of the listener");
                },
                16);

        subscription.offer(edge(PIN, 1));
        subscription.offer(edge(PIN, 2));

        await().untilAsserted(() -> assertThat(seen).containsExactly(1L, 2L));
    }

    @Test
    void deliversWhatIsQueuedBeforeItEnds() {
        var mayGoOn = new CountDownLatch(1);
        var diary = new Diary(mayGoOn);
        var subscription = subscribe(diary, 16);
        subscription.offer(edge(PIN, 1));
        subscription.offer(edge(PIN, 2));
        subscription.offer(edge(PIN, 3));

        subscription.end();
        subscription.offer(edge(PIN, 4));
        mayGoOn.countDown();
        subscription.await(5_000);

        assertThat(diary.entries).containsExactly("main/5 1", "main/5 2", "main/5 3");
    }

    @Test
    void doesNotWaitForEverForAListenerThatDoesNotReturn() {
        var never = new CountDownLatch(1);
        var diary = new Diary(never);
        var subscription = subscribe(diary, 16);
        subscription.offer(edge(PIN, 1));
        subscription.offer(edge(PIN, 2));
        await().until(() -> diary.entries.size() == 1);

        subscription.end();
        subscription.await(50);
        never.countDown();
        subscription.await(5_000);

        assertThat(diary.entries).containsExactly("main/5 1");
    }

    @Test
    void callsAListenerFromOneThreadAtATimeWhoeverPublishes() throws Exception {
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        var seen = new AtomicInteger();
        var subscription = subscribe(
                event -> {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    inside.decrementAndGet();
                    seen.incrementAndGet();
                },
                10_000);
        var publishers = new ArrayList<Thread>();
        for (var publisher = 0; publisher < 4; publisher++) {
            var pin = new PinId("main", publisher);
            publishers.add(new Thread(() -> {
                for (var sequence = 1; sequence <= 1_000; sequence++) {
                    subscription.offer(edge(pin, sequence));
                }
            }));
        }
        publishers.forEach(Thread::start);
        for (var publisher : publishers) {
            publisher.join();
        }

        await().until(() -> seen.get() == 4_000);
        assertThat(most).hasValue(1);
    }
}
