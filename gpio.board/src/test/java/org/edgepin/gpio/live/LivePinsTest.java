// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Caller;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.GpioAccess;
import org.edgepin.gpio.GpioException;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.NoSuchPinException;
import org.edgepin.gpio.Pin;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.PinState;
import org.edgepin.gpio.Role;
import org.junit.jupiter.api.Test;

class LivePinsTest {

    private static final PinId PIN = new PinId("main", 5);
    private static final Duration LONG = Duration.ofMinutes(5);

    private final Present<GpioAccess> access = new Present<>();
    private final Core first = new Core();
    private final Core second = new Core();

    /** Knows one pin until it goes; as the real one does then, it knows none. */
    private final class Core implements GpioAccess, Gpio {

        final List<Level> written = new ArrayList<>();
        Runnable inTheMiddle = () -> {};
        boolean gone;

        void goes() {
            access.go(this);
            gone = true;
        }

        private void enter() throws NoSuchPinException {
            inTheMiddle.run();
            if (gone) {
                throw new NoSuchPinException(PIN);
            }
        }

        @Override
        public Gpio as(Caller caller) {
            return this;
        }

        @Override
        public <T, E extends Exception> T perform(Caller caller, Role role, String deed, Task<T, E> task) {
            throw new AssertionError(deed);
        }

        @Override
        public void refused(Caller caller, String deed, String reason) {
            throw new AssertionError(deed);
        }

        @Override
        public List<BoardStatus> boards() {
            return List.of();
        }

        @Override
        public List<Pin> pins() {
            inTheMiddle.run();
            return gone ? List.of() : List.of(Pins.PIN);
        }

        @Override
        public PinState state(PinId pin) {
            throw new AssertionError(pin);
        }

        @Override
        public Map<PinId, Level> read(Set<PinId> pins) throws GpioException {
            enter();
            return Map.of(PIN, Level.HIGH);
        }

        @Override
        public void write(Map<PinId, Level> levels) throws GpioException {
            enter();
            written.addAll(levels.values());
        }

        @Override
        public void configure(PinId pin, PinSettings settings) {
            throw new AssertionError(pin);
        }
    }

    private LivePins pins(Duration patience) {
        return new LivePins(
                access,
                new Caller("test", "test", Role.ADMIN),
                patience,
                () -> new IllegalStateException("being updated"));
    }

    @Test
    void callsGoToWhicheverIsThere() throws Exception {
        var pins = pins(Duration.ZERO);
        access.come(first);
        pins.write(PIN, Level.HIGH);
        first.goes();
        access.come(second);
        pins.write(PIN, Level.LOW);

        assertThat(first.written).containsExactly(Level.HIGH);
        assertThat(second.written).containsExactly(Level.LOW);
    }

    @Test
    void whoeverGoesAfterItsSuccessorHasComeIsNotMissed() throws Exception {
        access.come(first);
        access.come(second);
        first.goes();

        assertThat(pins(Duration.ZERO).read(PIN)).isEqualTo(Level.HIGH);
    }

    @Test
    void withoutPatienceACallFailsAtOnce() {
        assertThatThrownBy(() -> pins(Duration.ZERO).read(PIN)).hasMessage("being updated");
        assertThatThrownBy(() -> pins(Duration.ZERO).pins()).hasMessage("being updated");
    }

    @Test
    void withPatienceACallWaitsForTheNextOne() throws Exception {
        access.come(first);
        first.goes();
        var read = new FutureTask<>(() -> pins(LONG).read(PIN));
        var caller = new Thread(read, "caller");
        caller.start();
        await().until(() -> caller.getState() == Thread.State.TIMED_WAITING);

        access.come(second);
        assertThat(read.get()).isEqualTo(Level.HIGH);
    }

    @Test
    void atTheEndNobodyWaits() throws Exception {
        var read = new FutureTask<>(() -> pins(LONG).read(PIN));
        var caller = new Thread(read, "caller");
        caller.start();
        await().until(() -> caller.getState() == Thread.State.TIMED_WAITING);

        access.end();
        assertThatThrownBy(read::get).hasRootCauseMessage("being updated");
    }

    @Test
    void whatFailsBecauseItGoesInTheMiddleIsDoneByTheNextOne() throws Exception {
        access.come(first);
        first.inTheMiddle = () -> {
            first.goes();
            access.come(second);
        };
        pins(Duration.ZERO).write(Map.of(PIN, Level.HIGH));
        assertThat(first.written).isEmpty();
        assertThat(second.written).containsExactly(Level.HIGH);
    }

    @Test
    void whatItTellsAtItsEndIsAskedOfTheNextOne() {
        access.come(first);
        first.inTheMiddle = () -> {
            first.goes();
            access.come(second);
        };
        assertThat(pins(Duration.ZERO).pins()).hasSize(1);
    }

    @Test
    void whatFailsForItselfFails() {
        access.come(first);
        first.gone = true;

        assertThatThrownBy(() -> pins(LONG).read(PIN)).isInstanceOf(NoSuchPinException.class);
    }

    private static final class Pins {

        static final Pin PIN = new Pin(
                LivePinsTest.PIN,
                "five",
                "",
                new org.edgepin.gpio.PinCapabilities(
                        Set.of(org.edgepin.gpio.Direction.INPUT),
                        Set.of(org.edgepin.gpio.Bias.AS_IS),
                        Set.of(),
                        Set.of(),
                        true));
    }
}
