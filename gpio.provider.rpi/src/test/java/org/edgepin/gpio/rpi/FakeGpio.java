// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rpi;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.edgepin.gpio.Bias;
import org.edgepin.gpio.BoardAwayException;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Direction;
import org.edgepin.gpio.Drive;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.EdgeEvent;
import org.edgepin.gpio.EdgeListener;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.GpioException;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.NoSuchPinException;
import org.edgepin.gpio.Pin;
import org.edgepin.gpio.PinCapabilities;
import org.edgepin.gpio.PinCapabilityException;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.PinState;
import org.edgepin.gpio.Sensing;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** A board of 28 pins in memory, with the whiteboard for listeners, which it calls at once. */
final class FakeGpio implements Gpio {

    private static final PinCapabilities ANYTHING = new PinCapabilities(
            Set.of(Direction.values()), Set.of(Bias.values()), Set.of(Drive.values()), Set.of(Edge.values()), true);

    final Map<EdgeListener, String> listeners = new ConcurrentHashMap<>();
    private final Map<PinId, PinSettings> settings = new HashMap<>();
    private final Map<PinId, Level> levels = new HashMap<>();
    boolean away;

    /** Returns what Pi4J's objects get from the framework. Only listeners can be registered. */
    BundleContext bundle() {
        return proxy(BundleContext.class, (method, arguments) -> {
            if (method.equals("registerService") && arguments[1] instanceof EdgeListener listener) {
                listeners.put(listener, (String) ((Dictionary<?, ?>) arguments[2]).get(EdgeListener.PINS));
                return proxy(ServiceRegistration.class, (unregister, none) -> listeners.remove(listener));
            }
            throw new UnsupportedOperationException(method);
        });
    }

    private interface Call {
        Object answer(String method, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) ->
                        call.answer(method.getName(), arguments == null ? new Object[0] : arguments)));
    }

    /** The outside world drives an input. */
    void drive(PinId pin, Level level) {
        levels.put(pin, level);
        listeners.forEach((listener, pins) -> {
            if (pins.equals(pin.toString())) {
                listener.edge(new EdgeEvent(pin, Edge.to(level), Instant.now(), System.nanoTime(), 1));
            }
        });
    }

    PinSettings settings(PinId pin) {
        return settings.getOrDefault(pin, PinSettings.UNUSED);
    }

    private void check(PinId pin) throws GpioException {
        if (away) {
            throw new BoardAwayException(pin.board(), "");
        }
        if (pin.number() > 27) {
            throw new NoSuchPinException(pin);
        }
    }

    @Override
    public List<BoardStatus> boards() {
        return List.of();
    }

    @Override
    public List<Pin> pins() {
        return List.of();
    }

    @Override
    public PinState state(PinId pin) throws GpioException {
        check(pin);
        var level = Optional.of(levels.getOrDefault(pin, Level.LOW));
        return new PinState(
                new Pin(pin, "", "", ANYTHING),
                "",
                settings(pin),
                level,
                settings(pin) instanceof PinSettings.Output ? level : Optional.empty(),
                Sensing.INTERRUPT,
                0,
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty());
    }

    @Override
    public Map<PinId, Level> read(Set<PinId> pins) throws GpioException {
        var read = new TreeMap<PinId, Level>();
        for (var pin : pins) {
            check(pin);
            read.put(pin, levels.getOrDefault(pin, Level.LOW));
        }
        return read;
    }

    @Override
    public void write(Map<PinId, Level> wanted) throws GpioException {
        for (var pin : wanted.keySet()) {
            check(pin);
            if (!(settings(pin) instanceof PinSettings.Output)) {
                throw new PinCapabilityException(pin, "not an output");
            }
        }
        wanted.forEach((pin, level) -> {
            if (levels.getOrDefault(pin, Level.LOW) != level) {
                drive(pin, level);
            }
        });
    }

    @Override
    public void configure(PinId pin, PinSettings wanted) throws GpioException {
        check(pin);
        if (wanted instanceof PinSettings.Output output) {
            output.initial().ifPresent(level -> levels.put(pin, level));
            settings.put(pin, new PinSettings.Output(output.bias(), output.drive(), Optional.empty()));
        } else {
            settings.put(pin, Objects.requireNonNull(wanted));
        }
    }
}
