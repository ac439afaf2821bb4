// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rpi;

import com.pi4j.context.Context;
import com.pi4j.exception.InitializeException;
import com.pi4j.io.exception.IOException;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalOutputBase;
import com.pi4j.io.gpio.digital.DigitalOutputConfig;
import com.pi4j.io.gpio.digital.DigitalOutputProvider;
import com.pi4j.io.gpio.digital.DigitalOutputProviderBase;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.DigitalStateChangeEvent;
import java.util.Optional;
import org.edgepin.gpio.Bias;
import org.edgepin.gpio.Drive;
import org.edgepin.gpio.GpioException;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinSettings;
import org.jspecify.annotations.Nullable;

/**
 * An output of Pi4J on a pin of the gateway. Its state is what the pin is driven to, whoever does it,
 * and its listeners are told of all changes in their order, from another thread than the writer's.
 */
final class PinOutput extends DigitalOutputBase {

    private final SharedPins pins;
    private SharedPins.@Nullable Use pin;

    /** Makes outputs. */
    static final class Provider extends DigitalOutputProviderBase {

        private final SharedPins pins;

        Provider(SharedPins pins) {
            super("edgepin-digital-output", "Edgepin outputs");
            this.pins = pins;
        }

        @Override
        public DigitalOutput create(DigitalOutputConfig config) {
            var output = new PinOutput(this, config, pins);
            context().registry().add(output);
            return output;
        }
    }

    private PinOutput(DigitalOutputProvider provider, DigitalOutputConfig config, SharedPins pins) {
        super(provider, config);
        this.pins = pins;
    }

    /** An output that is new has its initial state from the first moment; else it is written. */
    @Override
    public DigitalOutput initialize(Context context) {
        try {
            pin = pins.use(
                    config().address(),
                    new PinSettings.Output(Bias.AS_IS, Drive.PUSH_PULL, level(config().initialState())),
                    this::changed);
        } catch (GpioException e) {
            throw new InitializeException(e.getMessage(), e);
        }
        try {
            return super.initialize(context);
        } catch (RuntimeException e) {
            release();
            throw new InitializeException(e.getMessage(), e);
        }
    }

    private static Optional<Level> level(@Nullable DigitalState state) {
        return state == DigitalState.HIGH
                ? Optional.of(Level.HIGH)
                : state == DigitalState.LOW ? Optional.of(Level.LOW) : Optional.empty();
    }

    private void changed(Level level) {
        dispatch(new DigitalStateChangeEvent<>(this, PinInput.state(level)));
    }

    @Override
    public DigitalOutput state(DigitalState state) {
        var level = level(state).orElseThrow(() -> new IOException("an output cannot be driven " + state));
        try {
            used().write(level);
        } catch (GpioException e) {
            throw new IOException(e.getMessage(), e);
        }
        return this;
    }

    @Override
    public DigitalState state() {
        try {
            return PinInput.state(used().driven());
        } catch (GpioException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private SharedPins.Use used() {
        var used = pin;
        if (used == null) {
            throw new IOException("output " + id() + " is shut down");
        }
        return used;
    }

    @Override
    public DigitalOutput shutdown(Context context) {
        try {
            return super.shutdown(context);
        } finally {
            release();
        }
    }

    private void release() {
        var used = pin;
        pin = null;
        if (used != null) {
            used.close();
        }
    }
}
