// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.core;

import static org.osgi.service.component.annotations.ReferenceCardinality.MULTIPLE;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.edgepin.gpio.BoardAwayException;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.GpioController;
import org.edgepin.gpio.GpioException;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.Measurement;
import org.edgepin.gpio.Meter;
import org.edgepin.gpio.NoSuchPinException;
import org.edgepin.gpio.Pin;
import org.edgepin.gpio.PinCapabilityException;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.PinNotConfiguredException;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.PinState;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The pins of all boards present. Thread-safe: it holds no lock while it calls a board. */
@Component
public final class RoutingGpio implements Gpio, Meter {

    private final Controllers controllers = new Controllers();
    private final Boards boards;
    private final WriteTimes writeTimes = new WriteTimes();

    @Activate
    public RoutingGpio(@Reference Boards boards) {
        this.boards = boards;
    }

    @Reference(cardinality = MULTIPLE, policy = DYNAMIC)
    void bindController(GpioController controller, Map<String, Object> properties) {
        controllers.add(controller, properties);
    }

    void unbindController(GpioController controller, Map<String, Object> properties) {
        controllers.remove(controller, properties);
    }

    /** A controller without a {@link Board} beside it speaks for its board itself. */
    @Override
    public List<BoardStatus> boards() {
        var byName = boards.all();
        controllers.all().stream()
                .flatMap(it -> it.boards().stream())
                .forEach(status -> byName.putIfAbsent(status.name(), status));
        return List.copyOf(byName.values());
    }

    @Override
    public List<Pin> pins() {
        return controllers.all().stream().flatMap(it -> it.pins().stream()).toList();
    }

    @Override
    public PinState state(PinId pin) throws GpioException {
        return controller(pin).state(pin);
    }

    @Override
    public void configure(PinId pin, PinSettings settings) throws GpioException {
        controller(pin).configure(pin, settings);
    }

    @Override
    public Map<PinId, Level> read(Set<PinId> pins) throws GpioException {
        var only = onlyController(pins);
        if (only.isPresent()) {
            return only.get().read(pins);
        }
        var levels = new TreeMap<PinId, Level>();
        for (var part : byController(pins).entrySet()) {
            levels.putAll(part.getKey().read(part.getValue()));
        }
        return levels;
    }

    @Override
    public void write(Map<PinId, Level> levels) throws GpioException {
        var only = onlyController(levels.keySet());
        if (only.isPresent()) {
            // a single board checks by itself, and at the instant of the write
            write(only.get(), levels);
            return;
        }
        var parts = byController(levels.keySet());
        for (var part : parts.entrySet()) {
            for (var pin : part.getValue()) {
                requireOutput(part.getKey().state(pin));
            }
        }
        for (var part : parts.entrySet()) {
            var its = levels.entrySet().stream()
                    .filter(it -> part.getValue().contains(it.getKey()))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
            write(part.getKey(), its);
        }
    }

    private void write(GpioController controller, Map<PinId, Level> levels) throws GpioException {
        var start = System.nanoTime();
        controller.write(levels);
        writeTimes.add(System.nanoTime() - start);
    }

    /** One pin needs no sorting by boards. */
    @Override
    public Level read(PinId pin) throws GpioException {
        return controller(pin).read(pin);
    }

    @Override
    public void write(PinId pin, Level level) throws GpioException {
        var controller = controller(pin);
        var start = System.nanoTime();
        controller.write(pin, level);
        writeTimes.add(System.nanoTime() - start);
    }

    @Override
    public List<Measurement> measure() {
        return writeTimes.measure();
    }

    private static void requireOutput(PinState state) throws GpioException {
        if (state.settings().equals(PinSettings.UNUSED)) {
            throw new PinNotConfiguredException(state.pin().id());
        }
        if (!(state.settings() instanceof PinSettings.Output)) {
            throw new PinCapabilityException(state.pin().id(), "not an output");
        }
    }

    /** The controller that has all of the pins, as is usual; empty if there are several boards or no pins. */
    private Optional<GpioController> onlyController(Set<PinId> pins) throws GpioException {
        var board = "";
        for (var pin : pins) {
            if (!board.isEmpty() && !board.equals(pin.board())) {
                return Optional.empty();
            }
            board = pin.board();
        }
        return pins.isEmpty()
                ? Optional.empty()
                : Optional.of(controller(pins.iterator().next()));
    }

    /** The boards in the order of their names. */
    private Map<GpioController, Set<PinId>> byController(Set<PinId> pins) throws GpioException {
        var parts = new LinkedHashMap<GpioController, Set<PinId>>();
        for (var pin : new TreeSet<>(pins)) {
            parts.computeIfAbsent(controller(pin), it -> new HashSet<>()).add(pin);
        }
        return parts;
    }

    private GpioController controller(PinId pin) throws GpioException {
        var controller = controllers.of(pin.board());
        if (controller.isPresent()) {
            return controller.get();
        }
        var board = boards.of(pin.board());
        if (board.isPresent()) {
            throw new BoardAwayException(
                    pin.board(), board.flatMap(BoardStatus::problem).orElse(""));
        }
        throw new NoSuchPinException(pin);
    }
}
