// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.edgepin.gpio.shell.FakeGpio.id;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.EdgeEvent;
import org.edgepin.gpio.EdgeListener;
import org.edgepin.gpio.GapEvent;
import org.edgepin.gpio.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * {@code gpio:watch} from its registration to its end; what it prints is in {@link WatchLogTest}.
 */
class WatchTest {

    private final FakeGpio gpio = new FakeGpio()
            .board("main", "Raspberry Pi", "memory")
            .input("main/5", "door", Level.HIGH)
            .input("main/6", "", Level.LOW);
    private final Console console = new Console(gpio);

    @AfterEach
    void close() {
        console.close();
    }

    private Future<String> start(String line) {
        var watch = CompletableFuture.supplyAsync(() -> {
            try {
                return console.run(line);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(() -> console.listeners.size() == 1);
        return watch;
    }

    private EdgeListener listener() {
        return console.listeners.keySet().iterator().next();
    }

    private static EdgeEvent edge(String pin, Edge edge, long sequence) {
        return new EdgeEvent(id(pin), edge, Instant.now(), System.nanoTime(), sequence);
    }

    @Test
    void printsTheLevelsAndThenEdgesUntilItHasPrintedEnough() throws Exception {
        var watch = start("gpio:watch -n 2");
        listener().edge(edge("main/5", Edge.FALLING, 1));
        listener().gap(new GapEvent(id("main/5"), 2, 3, GapEvent.Place.LISTENER, Instant.now()));
        listener().edge(edge("main/5", Edge.RISING, 5));

        assertThat(watch.get().lines().map(line -> line.replaceFirst("^[0-9:.]+", "TIME")))
                .containsExactly(
                        "main/5 = 1 (HIGH)  door",
                        "main/6 = 0 (LOW)",
                        "TIME  main/5  door  falling  #1",
                        "TIME  main/5  door  3 edges lost (#2 to #4), this console was too slow",
                        "TIME  main/5  door  rising   #5");
        assertThat(console.listeners).isEmpty();
    }

    @Test
    void asksOnlyForTheEventsOfThePinsAndBoardsNamed() throws Exception {
        gpio.board("gl20", "HPE GL20", "").input("gl20/0", "", Level.LOW);

        var watch = start("gpio:watch -n 1 door gl20");

        assertThat(console.listeners.values().iterator().next()).containsExactlyInAnyOrder("main/5", "gl20/*");
        assertThat(listener()).hasToString("gpio:watch door gl20");
        listener().edge(edge("main/5", Edge.FALLING, 1));
        assertThat(watch.get())
                .contains("gl20/0 = 0 (LOW)", "main/5 = 1 (HIGH)")
                .doesNotContain("main/6");
    }

    @Test
    void asksForAllEventsIfNothingIsNamed() {
        var watch = start("gpio:watch");

        assertThat(console.listeners.values()).containsExactly(List.of());
        console.interrupt();
        await().until(watch::isDone);
    }

    @Test
    void makesTheCallerWaitIfThereAreMoreEventsThanItPrints() throws Exception {
        var watch = start("gpio:watch -n 1000");
        for (var sequence = 1; sequence <= 1000; sequence++) {
            listener().edge(edge("main/6", sequence % 2 == 0 ? Edge.FALLING : Edge.RISING, sequence));
        }

        assertThat(watch.get().lines()).hasSize(2 + 1000).last().asString().contains("falling  #1000");
    }

    @Test
    void endsWhenItIsInterruptedAndLeavesNoListener() throws Exception {
        var ended = CompletableFuture.runAsync(
                () -> assertThatThrownBy(() -> console.run("gpio:watch")).isInstanceOf(InterruptedException.class));
        await().until(() -> console.listeners.size() == 1);
        console.interrupt();

        ended.get();
        await().untilAsserted(() -> assertThat(console.listeners).isEmpty());
    }

    @Test
    void endsWhenItsBundleIsStopped() throws Exception {
        var watch = start("gpio:watch main/5");
        console.stopBundle();

        assertThat(watch.get()).endsWith("gpio:watch ends: its bundle is being stopped\n");
    }

    @Test
    void endsWhenNobodyReadsItAnyMore() {
        var watch = start("gpio:watch main/5");
        console.disconnect();

        await().until(watch::isDone);
        assertThat(console.listeners).isEmpty();
    }

    @Test
    void refusesACountThatIsNone() {
        assertThatThrownBy(() -> console.run("gpio:watch -n 0")).hasMessage("-n must be 1 or more, not 0");
        assertThat(console.listeners).isEmpty();
    }

    @Test
    void watchesABoardThatIsNotThereYet() throws Exception {
        gpio.away("gl20", "HPE GL20", "no such device");

        var watch = start("gpio:watch -n 1 gl20");
        listener().edge(edge("gl20/0", Edge.RISING, 1));

        assertThat(watch.get()).contains("gl20/0  rising   #1");
    }
}
