// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.live;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Caller;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.GpioAccess;
import org.edgepin.gpio.GpioException;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.Pin;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.PinState;

/**
 * The pins on behalf of somebody, by whichever {@link GpioAccess} there is when a call begins. A call that
 * fails because that one goes in its middle is made once more with the next one: a write may be
 * carried out twice, some seconds apart, and the later one counts.
 */
public final class LivePins implements Gpio {

    private final Present<GpioAccess> access;
    private final Caller caller;
    private final Duration patience;
    private final Supplier<? extends RuntimeException> absent;

    private interface Call<A> {
        A run(Gpio gpio) throws GpioException;
    }

    /**
     * @param patience how long calls wait for the next {@link GpioAccess}, from when the last one went
     * @param absent what a call fails with if it does not come in time
     */
    public LivePins(
            Present<GpioAccess> access, Caller caller, Duration patience, Supplier<? extends RuntimeException> absent) {
        this.access = access;
        this.caller = caller;
        this.patience = patience;
        this.absent = absent;
    }

    private <A> A call(Call<A> call) throws GpioException {
        while (true) {
            var used = access.await(patience).orElseThrow(absent);
            try {
                return call.run(used.as(caller));
            } catch (GpioException | RuntimeException e) {
                if (isStill(used)) {
                    throw e;
                }
            }
        }
    }

    private boolean isStill(GpioAccess used) {
        return access.get().filter(it -> it == used).isPresent();
    }

    @Override
    public List<BoardStatus> boards() {
        return ask(Gpio::boards);
    }

    @Override
    public List<Pin> pins() {
        return ask(Gpio::pins);
    }

    private interface Question<A> {
        A of(Gpio gpio);
    }

    /** What goes tells, at its end, of nothing, and does not fail. */
    private <A> A ask(Question<A> question) {
        while (true) {
            var used = access.await(patience).orElseThrow(absent);
            var answer = question.of(used.as(caller));
            if (isStill(used)) {
                return answer;
            }
        }
    }

    @Override
    public PinState state(PinId pin) throws GpioException {
        return call(gpio -> gpio.state(pin));
    }

    @Override
    public Map<PinId, Level> read(Set<PinId> pins) throws GpioException {
        return call(gpio -> gpio.read(pins));
    }

    @Override
    public Level read(PinId pin) throws GpioException {
        return call(gpio -> gpio.read(pin));
    }

    @Override
    public void write(Map<PinId, Level> levels) throws GpioException {
        call(gpio -> {
            gpio.write(levels);
            return true;
        });
    }

    @Override
    public void write(PinId pin, Level level) throws GpioException {
        call(gpio -> {
            gpio.write(pin, level);
            return true;
        });
    }

    @Override
    public void configure(PinId pin, PinSettings settings) throws GpioException {
        call(gpio -> {
            gpio.configure(pin, settings);
            return true;
        });
    }
}
