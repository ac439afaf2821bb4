// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rpi;

import com.pi4j.context.Context;
import com.pi4j.exception.InitializeException;
import com.pi4j.io.exception.IOException;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalInputBase;
import com.pi4j.io.gpio.digital.DigitalInputConfig;
import com.pi4j.io.gpio.digital.DigitalInputProvider;
import com.pi4j.io.gpio.digital.DigitalInputProviderBase;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.DigitalStateChangeEvent;
import com.pi4j.io.gpio.digital.PullResistance;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import org.edgepin.gpio.Bias;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.GpioException;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinSettings;
import org.jspecify.annotations.Nullable;

/** An input of Pi4J on a pin of the gateway. */
final class PinInput extends DigitalInputBase {

    private final SharedPins pins;
    private SharedPins.@Nullable Use pin;

    /** Makes inputs. */
    static final class Provider extends DigitalInputProviderBase {

        private final SharedPins pins;

        Provider(SharedPins pins) {
            super("edgepin-digital-input", "Edgepin inputs");
            this.pins = pins;
        }

        @Override
        public DigitalInput create(DigitalInputConfig config) {
            var input = new PinInput(this, config, pins);
            context().registry().add(input);
            return input;
        }
    }

    private PinInput(DigitalInputProvider provider, DigitalInputConfig config, SharedPins pins) {
        super(provider, config);
        this.pins = pins;
    }

    @Override
    public DigitalInput initialize(Context context) {
        super.initialize(context);
        try {
            pin = pins.use(config().address(), settings(config()), this::changed);
        } catch (GpioException | IllegalArgumentException e) {
            throw new InitializeException(e.getMessage(), e);
        }
        return this;
    }

    /** Pi4J's debounce is in microseconds. */
    private static PinSettings settings(DigitalInputConfig config) {
        return new PinSettings.Input(
                bias(config.pull()), EnumSet.allOf(Edge.class), Duration.of(config.debounce(), ChronoUnit.MICROS));
    }

    private static Bias bias(PullResistance pull) {
        return switch (pull) {
            case OFF -> Bias.DISABLED;
            case PULL_UP -> Bias.PULL_UP;
            case PULL_DOWN -> Bias.PULL_DOWN;
        };
    }

    private void changed(Level level) {
        dispatch(new DigitalStateChangeEvent<>(this, state(level)));
    }

    static DigitalState state(Level level) {
        return level == Level.HIGH ? DigitalState.HIGH : DigitalState.LOW;
    }

    @Override
    public DigitalState state() {
        var used = pin;
        if (used == null) {
            throw new IOException("input " + id() + " is shut down");
        }
        try {
            return state(used.read());
        } catch (GpioException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public DigitalInput shutdown(Context context) {
        super.shutdown(context);
        var used = pin;
        pin = null;
        if (used != null) {
            used.close();
        }
        return this;
    }
}
