// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LanesTest {

    private final Lanes lanes = new Lanes();
    private final List<Integer> done = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void stop() {
        lanes.deactivate();
    }

    private static void waitFor(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void oneLaneKeepsItsOrder() {
        for (var i = 0; i < 500; i++) {
            var number = i;
            lanes.submit("gl20", () -> done.add(number));
        }

        await().until(() -> done.size() == 500);
        assertThat(done).isEqualTo(IntStream.range(0, 500).boxed().toList());
    }

    @Test
    void aLaneThatHangsHoldsUpNoOtherAndTakesABoundedNumber() {
        var gate = new CountDownLatch(1);
        var started = new CountDownLatch(1);
        lanes.submit("gl20", () -> {
            started.countDown();
            waitFor(gate);
        });
        waitFor(started);
        for (var i = 0; i < Lanes.WAITING; i++) {
            assertThat(lanes.submit("gl20", () -> done.add(1))).isTrue();
        }
        assertThat(lanes.submit("gl20", () -> done.add(1))).isFalse();

        lanes.submit("main", () -> done.add(2));
        await().until(() -> done.equals(List.of(2)));

        gate.countDown();
        await().until(() -> done.size() == 1 + Lanes.WAITING);
        assertThat(lanes.submit("gl20", () -> done.add(3))).isTrue();
        await().until(() -> done.contains(3));
    }

    @Test
    void whatFailsDoesNotEndTheLane() {
        lanes.submit("gl20", () -> {
            throw new IllegalStateException("on purpose");
        });
        lanes.submit("gl20", () -> done.add(1));

        await().until(() -> done.contains(1));
    }

    @Test
    void atTheEndNothingIsTaken() {
        lanes.deactivate();

        assertThat(lanes.submit("gl20", () -> done.add(1))).isFalse();
    }
}
