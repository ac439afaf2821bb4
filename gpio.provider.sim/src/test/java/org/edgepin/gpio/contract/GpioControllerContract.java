// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.edgepin.gpio.Bias;
import org.edgepin.gpio.Board;
import org.edgepin.gpio.BoardAwayException;
import org.edgepin.gpio.BoardChange;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Drive;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.EdgeBus;
import org.edgepin.gpio.EdgeEvent;
import org.edgepin.gpio.GapEvent;
import org.edgepin.gpio.GpioController;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.NoSuchPinException;
import org.edgepin.gpio.Pin;
import org.edgepin.gpio.PinCapabilities;
import org.edgepin.gpio.PinCapabilityException;
import org.edgepin.gpio.PinChange;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.PinNotConfiguredException;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.PinState;
import org.edgepin.gpio.board.BoardComponent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;

/**
 * What each board keeps to, whatever it is made of. A provider's test extends this and says how its
 * component is opened, which pins there are, and how the world outside acts on them and looks at
 * them; what it cannot show it leaves out of {@link #abilities()}.
 *
 * <p>Each test has a board of another name. Nothing is measured in time: it all works on a board
 * that is polled, or that takes its time for each access.
 */
public abstract class GpioControllerContract {

    /** What not every board can show. */
    public enum Ability {
        /** An output keeps its level while the board is closed. */
        KEEPS_OUTPUTS,
        /** {@link #vanish()} and {@link #comeBack()} work. */
        VANISHES
    }

    /**
     * The pins to test with. Inputs are such that {@link #drive} works on them.
     *
     * @param input can be an input
     * @param otherInput can be an input
     * @param output can be an output
     * @param otherOutput can be an output
     * @param free can be either; empty if there is no such pin
     * @param missing is the number of no pin
     */
    public record Pins(int input, int otherInput, int output, int otherOutput, Optional<Integer> free, int missing) {}

    /** A provider's component. */
    public interface Component {

        /** Returns the service. */
        Board board();

        /** Hands it changed properties, as the framework does when a file was edited. */
        void configure(Map<String, Object> properties);

        /** Ends it, as the framework does when its configuration or its bundle is gone. */
        void close();

        /** Returns a component that is one of ours, with the bus bound to it. */
        static Component of(BoardComponent board, EdgeBus bus) {
            board.bindEdgeBus(bus);
            return of(board, board::configure, board::close);
        }

        /** Returns a component made of its methods. */
        static Component of(Board board, Consumer<Map<String, Object>> configure, Runnable close) {
            return new Component() {
                @Override
                public Board board() {
                    return board;
                }

                @Override
                public void configure(Map<String, Object> properties) {
                    configure.accept(properties);
                }

                @Override
                public void close() {
                    close.run();
                }
            };
        }
    }

    private static final int ROUNDS = 40;
    private static final AtomicInteger BOARDS = new AtomicInteger();

    private final String name = "contract" + ProcessHandle.current().pid() + "-" + BOARDS.incrementAndGet();
    private final List<Component> components = new ArrayList<>();
    private Registry registry = new Registry(Duration.ZERO);
    private Events events = new Events(Duration.ZERO);

    /** Returns the factory PID of the component. */
    protected abstract String pid();

    /** Returns what each configuration needs besides its pins, {@code twin = gl20}. */
    protected abstract Map<String, String> settings();

    /** Returns the pins to test with. */
    protected abstract Pins pins();

    /** Returns what can be shown of this board: all, unless it is overridden. */
    protected Set<Ability> abilities() {
        return EnumSet.allOf(Ability.class);
    }

    /** Creates the component as the framework does, and binds the bus to it. */
    protected abstract Component open(BundleContext bundle, EdgeBus bus, Map<String, Object> properties);

    /** Drives a pin from outside, and returns when it is done. */
    protected abstract void drive(int pin, Level level) throws Exception;

    /** Leaves a pin that was driven from outside open. */
    protected abstract void release(int pin) throws Exception;

    /** Looks at a pin from outside. */
    protected abstract Level seen(int pin) throws Exception;

    /** Takes the board away, see {@link Ability#VANISHES}. */
    protected void vanish() throws Exception {
        throw new UnsupportedOperationException();
    }

    /** Brings the board back, see {@link Ability#VANISHES}. */
    protected void comeBack() throws Exception {
        throw new UnsupportedOperationException();
    }

    /** Returns how long to wait for anything before it counts as missing. */
    protected Duration patience() {
        return Duration.ofSeconds(30);
    }

    @BeforeEach
    final void prepare() {
        registry = new Registry(patience());
        events = new Events(patience());
    }

    @AfterEach
    final void closeAll() {
        components.forEach(Component::close);
    }

    private ConditionFactory patiently() {
        return await().atMost(patience()).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
    }

    private Component open(String... lines) {
        var component = open(registry.bundle(), events, properties(lines));
        components.add(component);
        return component;
    }

    private GpioController start(String... lines) {
        open(lines);
        return registry.controller();
    }

    /** An input, two outputs that start low, and whatever else the lines say. */
    private GpioController startUsual(String... lines) {
        var usual = Stream.of(
                "inputs = " + pins().input(), "outputs = " + pins().output() + "L," + pins().otherOutput() + "L");
        return start(Stream.concat(usual, Arrays.stream(lines)).toArray(String[]::new));
    }

    private void close(Component component) {
        components.remove(component);
        component.close();
    }

    private Map<String, Object> properties(String... lines) {
        var properties = BoardProperties.of(pid(), name, lines);
        settings().forEach(properties::putIfAbsent);
        return properties;
    }

    private PinId id(int number) {
        return new PinId(name, number);
    }

    private PinId input() {
        return id(pins().input());
    }

    private PinId otherInput() {
        return id(pins().otherInput());
    }

    private PinId output() {
        return id(pins().output());
    }

    private PinId otherOutput() {
        return id(pins().otherOutput());
    }

    private int freePin() {
        assumeThat(pins().free()).as("a pin that can be input and output").isPresent();
        return pins().free().orElseThrow();
    }

    private static Pin pin(GpioController controller, PinId id) {
        return controller.pins().stream()
                .filter(it -> it.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException(id.toString()));
    }

    /** An input as the board would make it if its configuration said no more. */
    private static PinSettings.Input plainInput(PinCapabilities capabilities) {
        return new PinSettings.Input(any(capabilities.biases(), Bias.DISABLED));
    }

    private static PinSettings.Output plainOutput(PinCapabilities capabilities, Optional<Level> initial) {
        return new PinSettings.Output(
                any(capabilities.biases(), Bias.AS_IS), any(capabilities.drives(), Drive.PUSH_PULL), initial);
    }

    private static <E> E any(Set<E> possible, E preferred) {
        return possible.contains(preferred) ? preferred : possible.iterator().next();
    }

    /** Drives an input to a level that makes an edge, and waits for the edge. */
    private EdgeEvent toggle(GpioController controller, PinId input) throws Exception {
        var level = controller.read(input).inverse();
        var edges = events.edges(input).size();
        drive(input.number(), level);
        var edge = events.awaitEdge(input, edges + 1);
        assertThat(edge.edge()).isEqualTo(Edge.to(level));
        return edge;
    }

    @Test
    void saysWhatItIs() {
        var component = open("inputs = " + pins().input());
        var controller = registry.controller();

        var properties = registry.offers().get(0).properties();
        var status = component.board().status();
        assertThat(status.name()).isEqualTo(name);
        assertThat(status.pid()).isEqualTo(pid() + "~" + name);
        patiently().untilAsserted(() -> {
            assertThat(component.board().status().state()).isEqualTo(BoardStatus.State.UP);
            assertThat(component.board().status().problem()).isEmpty();
            assertThat(component.board().status().location()).isNotBlank();
            assertThat(controller.boards()).containsExactly(component.board().status());
        });
        assertThat(properties.get(GpioController.BOARD)).isEqualTo(name);
        assertThat(properties.get(GpioController.MODEL)).isEqualTo(status.model());
        assertThat(properties.get(GpioController.SIMULATED)).isEqualTo(status.simulated());
        events.awaitEvent(
                "board up",
                it -> it instanceof BoardChange change && change.status().state() == BoardStatus.State.UP);
    }

    @Test
    void offersItsPinsInTheirOrder() throws Exception {
        var controller = start("inputs = " + pins().input());

        var ids = controller.pins().stream().map(Pin::id).toList();
        assertThat(ids).isSorted().doesNotHaveDuplicates().contains(input(), output());
        assertThat(ids).allMatch(it -> it.board().equals(name));
        for (var id : ids) {
            assertThat(controller.state(id).pin()).isEqualTo(pin(controller, id));
        }
    }

    @Test
    void refusesAPinThatItDoesNotHave() {
        refusesPin(start("inputs = " + pins().input()), id(pins().missing()));
    }

    @Test
    void refusesAPinOfAnotherBoard() {
        refusesPin(start("inputs = " + pins().input()), new PinId("another", pins().input()));
    }

    private void refusesPin(GpioController controller, PinId stranger) {
        assertThatThrownBy(() -> controller.read(Set.of(stranger, input()))).isInstanceOf(NoSuchPinException.class);
        assertThatThrownBy(() -> controller.write(stranger, Level.HIGH)).isInstanceOf(NoSuchPinException.class);
        assertThatThrownBy(() -> controller.state(stranger)).isInstanceOf(NoSuchPinException.class);
        assertThatThrownBy(() -> controller.configure(stranger, PinSettings.UNUSED))
                .isInstanceOf(NoSuchPinException.class)
                .hasMessageStartingWith(stranger + ": ");
    }

    @Test
    void refusesAPinThatIsNotInUse() throws Exception {
        var controller = start("inputs = " + pins().input());

        assertThat(controller.state(output()).settings()).isEqualTo(PinSettings.UNUSED);
        assertThat(controller.state(output()).sequence()).isZero();
        assertThatThrownBy(() -> controller.read(Set.of(input(), output())))
                .isInstanceOf(PinNotConfiguredException.class)
                .hasMessageStartingWith(output() + ": ");
        assertThatThrownBy(() -> controller.write(output(), Level.HIGH)).isInstanceOf(PinNotConfiguredException.class);
    }

    @Test
    void refusesToDriveAnInput() {
        var controller = start("inputs = " + pins().input());

        assertThatThrownBy(() -> controller.write(input(), Level.HIGH))
                .isInstanceOf(PinCapabilityException.class)
                .hasMessageStartingWith(input() + ": ");
    }

    @Test
    void refusesSettingsThatAPinCannotHaveAndThenTouchesNothing() throws Exception {
        var controller = startUsual();
        var impossible = impossible(controller);
        assumeThat(impossible).as("pins that cannot have any settings").isNotEmpty();

        for (var refused : impossible.entrySet()) {
            var before = controller.state(refused.getKey());
            assertThatThrownBy(() -> controller.configure(refused.getKey(), refused.getValue()))
                    .isInstanceOf(PinCapabilityException.class)
                    .hasMessageStartingWith(refused.getKey() + ": ");
            assertThat(controller.state(refused.getKey())).isEqualTo(before);
        }
    }

    private Map<PinId, PinSettings> impossible(GpioController controller) {
        var impossible = new HashMap<PinId, PinSettings>();
        for (var id : List.of(input(), output())) {
            var inputs = Arrays.stream(Bias.values()).map(it -> (PinSettings) new PinSettings.Input(it));
            var outputs = Arrays.stream(Bias.values()).flatMap(bias -> Arrays.stream(Drive.values())
                    .map(drive -> (PinSettings) new PinSettings.Output(bias, drive, Optional.empty())));
            Stream.concat(inputs, outputs)
                    .filter(it -> pin(controller, id).capabilities().refusal(it).isPresent())
                    .findFirst()
                    .ifPresent(it -> impossible.put(id, it));
        }
        return impossible;
    }

    @Test
    void readsManyPinsAtOnceInTheirOrder() throws Exception {
        var controller = startUsual();

        assertThat(controller.read(Set.of(otherOutput(), input(), output())).keySet())
                .containsExactlyElementsOf(
                        Stream.of(input(), output(), otherOutput()).sorted().toList());
        assertThat(controller.read(Set.of())).isEmpty();
    }

    @Test
    void writesManyPinsAtOnce() throws Exception {
        var controller = startUsual();

        controller.write(Map.of(output(), Level.HIGH, otherOutput(), Level.HIGH));
        assertThat(seen(pins().output())).isEqualTo(Level.HIGH);
        assertThat(seen(pins().otherOutput())).isEqualTo(Level.HIGH);

        controller.write(Map.of(output(), Level.LOW));
        assertThat(seen(pins().output())).isEqualTo(Level.LOW);
        assertThat(seen(pins().otherOutput())).isEqualTo(Level.HIGH);
        assertThatCode(() -> controller.write(Map.of())).doesNotThrowAnyException();
    }

    @Test
    void writesAllOrNothing() {
        var controller = startUsual();

        for (var bad : List.of(input(), id(pins().missing()))) {
            var levels = new LinkedHashMap<>(Map.of(output(), Level.HIGH));
            levels.put(bad, Level.HIGH);
            assertThatThrownBy(() -> controller.write(levels)).hasMessageStartingWith(bad + ": ");
            assertThatCode(() -> {
                        assertThat(seen(pins().output())).isEqualTo(Level.LOW);
                        assertThat(controller.state(output()).driven()).contains(Level.LOW);
                    })
                    .doesNotThrowAnyException();
        }
        assertThat(events.edges(output())).isEmpty();
    }

    @Test
    void aWriteIsAnEdgeIfItChangesTheLevel() throws Exception {
        var controller = startUsual();

        controller.write(output(), Level.LOW);
        assertThat(events.edges(output())).isEmpty();

        controller.write(output(), Level.HIGH);
        controller.write(output(), Level.HIGH);
        controller.write(output(), Level.LOW);

        events.awaitEdge(output(), 2);
        assertThat(events.edges(output())).extracting(EdgeEvent::edge).containsExactly(Edge.RISING, Edge.FALLING);
        var state = controller.state(output());
        assertThat(state.sequence()).isEqualTo(2);
        assertThat(state.lastEdge()).contains(events.edges(output()).get(1).time());
    }

    @Test
    void numbersTheEdgesOfEachPinWithoutGaps() throws Exception {
        var controller = startUsual();

        for (var round = 0; round < ROUNDS; round++) {
            controller.write(output(), controller.read(output()).inverse());
            toggle(controller, input());
        }

        assertThat(events.edges(output())).hasSize(ROUNDS);
        assertThat(events.edges(input())).hasSize(ROUNDS);
        for (var pin : List.of(input(), output())) {
            events.assertTiled(pin);
            events.assertAlternating(pin);
        }
    }

    @Test
    void reportsAnEdgeFromOutsideWithTheTimeItHappened() throws Exception {
        var controller = start("inputs = " + pins().input());
        for (var round = 0; round < ROUNDS; round++) {
            var before = System.nanoTime();
            var edge = toggle(controller, input());

            assertThat(edge.nanoTime() - before)
                    .as("nanoseconds after the cause")
                    .isNotNegative();
            assertThat(System.nanoTime() - edge.nanoTime())
                    .as("nanoseconds ago")
                    .isNotNegative();
            assertThat(controller.read(input())).isEqualTo(edge.edge().level());
            var state = controller.state(input());
            assertThat(state.sequence()).isEqualTo(edge.sequence());
            assertThat(state.lastEdge()).contains(edge.time());
        }
        events.assertTiled(input());
    }

    @Test
    void aStateAndTheEdgesAfterItAlwaysLeadToTheTrueLevel() throws Exception {
        leadsToTheTrueLevel(start("inputs = " + pins().input()));
    }

    @Test
    void aStateAndTheEdgesAfterItLeadToTheTrueLevelThroughAnyDebounce() throws Exception {
        leadsToTheTrueLevel(start("inputs = " + pins().input(), "pin." + pins().input() + ".debounce_us = 50000"));
    }

    private void leadsToTheTrueLevel(GpioController controller) throws Exception {
        drive(pins().input(), Level.LOW);
        patiently().until(() -> controller.read(input()) == Level.LOW);
        for (var last : List.of(Level.LOW, Level.HIGH, Level.HIGH)) {
            var states = new CopyOnWriteArrayList<PinState>();
            var done = new AtomicBoolean();
            var taking = background(() -> {
                while (!done.get()) {
                    states.add(controller.state(input()));
                }
                return null;
            });
            do {
                drive(pins().input(), last.inverse());
                drive(pins().input(), last);
            } while (states.size() < ROUNDS && !taking.isDone());
            done.set(true);
            finish(taking);

            patiently().until(() -> controller.read(input()) == last);
            events.await("edges that lead to " + last, all -> states.stream()
                    .allMatch(it -> events.replay(it).equals(Optional.of(last))));
        }
    }

    @Test
    void seesEdgesFromTheMomentThatAPinIsAnInput() throws Exception {
        var controller = start("inputs = " + pins().input());
        var plain = plainInput(pin(controller, otherInput()).capabilities());
        for (var round = 1; round <= ROUNDS; round++) {
            controller.configure(otherInput(), PinSettings.UNUSED);
            drive(pins().otherInput(), Level.LOW);

            controller.configure(otherInput(), plain);
            drive(pins().otherInput(), Level.HIGH);

            assertThat(events.awaitEdge(otherInput(), round).edge()).isEqualTo(Edge.RISING);
        }
        assertThat(events.edges(otherInput())).hasSize(ROUNDS);
        events.assertTiled(otherInput());
    }

    @Test
    void reportsOnlyTheEdgesThatAreAskedFor() throws Exception {
        var controller = start("inputs = " + pins().input(), "pin." + pins().input() + ".edges = rising");
        drive(pins().input(), Level.LOW);
        patiently().until(() -> controller.read(input()) == Level.LOW);
        var before = events.edges(input()).size();

        for (var round = 1; round <= ROUNDS; round++) {
            drive(pins().input(), Level.HIGH);
            events.awaitEdge(input(), before + round);
            drive(pins().input(), Level.LOW);
            patiently().until(() -> controller.read(input()) == Level.LOW);
        }

        assertThat(events.edges(input())).extracting(EdgeEvent::edge).containsOnly(Edge.RISING);
        assertThat(events.edges(input())).hasSize(before + ROUNDS);
        events.assertTiled(input());
    }

    @Test
    void debounceEndsAtTheTrueLevel() throws Exception {
        var controller = start("inputs = " + pins().input(), "pin." + pins().input() + ".debounce_us = 20000");

        for (var last : List.of(Level.HIGH, Level.LOW, Level.HIGH, Level.HIGH, Level.LOW)) {
            for (var bounce = 0; bounce < 7; bounce++) {
                drive(pins().input(), bounce % 2 == 0 ? last : last.inverse());
            }
            patiently().until(() -> controller.read(input()) == last);
            events.await("edge to " + last, all -> events.newest(input())
                    .map(it -> it.edge().level() == last)
                    .orElse(true));
        }

        events.assertTiled(input());
        events.assertAlternating(input());
        assertThat(events.newest(input()).map(it -> it.edge().level())).contains(Level.LOW);
    }

    @Test
    void aReconfiguredPinLeavesTheOthersAlone() throws Exception {
        var usual = List.of(
                "inputs = " + pins().input() + "," + pins().otherInput(),
                "outputs = " + pins().output() + "L",
                "pin." + pins().input() + ".debounce_us = 1000");
        var component = open(usual.toArray(String[]::new));
        var controller = registry.controller();
        controller.write(output(), Level.HIGH);
        var done = new AtomicBoolean();
        var toggling = background(() -> {
            var toggled = 0;
            while (!done.get()) {
                toggle(controller, input());
                toggled++;
            }
            return toggled;
        });

        var plain = plainInput(pin(controller, otherInput()).capabilities());
        for (var round = 0; round < ROUNDS; round++) {
            var debounce = 1_000 * (1 + round % 5);
            var changed = properties(usual.toArray(String[]::new));
            changed.put("pin." + pins().otherInput() + ".debounce_us", "" + debounce);
            component.configure(changed);
            patiently()
                    .until(() -> controller.state(otherInput()).settings() instanceof PinSettings.Input settings
                            && settings.debounce().equals(Duration.ofNanos(1_000L * debounce)));
            controller.configure(otherInput(), plain);
            assertThat(controller.state(otherInput()).settings()).isEqualTo(plain);
        }
        done.set(true);

        int toggled = finish(toggling);
        assertThat(events.edges(input())).hasSize(toggled);
        events.assertTiled(input());
        events.assertAlternating(input());
        assertThat(events.edges(output())).hasSize(1);
        assertThat(seen(pins().output())).isEqualTo(Level.HIGH);
        assertThat(registry.ups()).isEqualTo(1);
        assertThat(events.all()).filteredOn(PinChange.class::isInstance).contains(new PinChange(otherInput()));
    }

    @Test
    void aPinThatIsNoLongerNamedIsNoLongerUsed() throws Exception {
        var component = open("inputs = " + pins().input() + "," + pins().otherInput());
        var controller = registry.controller();

        component.configure(properties("inputs = " + pins().input()));

        patiently()
                .until(() -> controller.state(otherInput()).settings().equals(PinSettings.UNUSED)
                        && controller.state(otherInput()).consumer().isEmpty());
        toggle(controller, input());
        assertThat(registry.ups()).isEqualTo(1);
    }

    @Test
    void aWrongConfigurationLeavesTheOneThatRuns() throws Exception {
        var component = open("inputs = " + pins().input(), "outputs = " + pins().output() + "L");
        var controller = registry.controller();
        controller.write(output(), Level.HIGH);
        var before = controller.state(output());

        component.configure(properties("inputs = " + pins().input() + "," + pins().missing()));

        patiently().until(() -> component.board().status().problem().orElse("").contains("inputs = "));
        assertThat(component.board().status().state()).isEqualTo(BoardStatus.State.UP);
        assertThat(controller.state(output())).isEqualTo(before);
        toggle(controller, input());

        component.configure(properties("inputs = " + pins().input(), "outputs = " + pins().output() + "L"));
        patiently().until(() -> component.board().status().problem().isEmpty());
        assertThat(controller.state(output())).isEqualTo(before);
        assertThat(registry.ups()).isEqualTo(1);
    }

    @Test
    void saysWhatIsWrongWithAConfigurationWithoutUsingIt() throws Exception {
        var component = open("inputs = " + pins().input(), "outputs = " + pins().output());
        var controller = registry.controller();
        var before = controller.state(input());

        assertThat(component.board().problems(properties("inputs = " + pins().input())))
                .isEmpty();
        var wrong = Map.of(
                "inputs = " + pins().missing(),
                "inputs = ",
                "inputs = " + pins().input() + "," + pins().input(),
                "inputs = ",
                "inptus = 1",
                "inptus = 1: unknown key; did you mean inputs?",
                "pin." + pins().input() + ".debounce_us = soon",
                "pin." + pins().input() + ".debounce_us = soon: ");
        for (var line : wrong.entrySet()) {
            assertThat(component.board().problems(properties("inputs = " + pins().input(), line.getKey())))
                    .as(line.getKey())
                    .singleElement()
                    .asString()
                    .startsWith(line.getValue());
        }

        assertThat(controller.state(input())).isEqualTo(before);
        assertThat(component.board().status().problem()).isEmpty();
        assertThat(component.board().problems(properties("inputs = " + pins().input(), "colour = red")))
                .as("without what the framework adds, too")
                .isEqualTo(component.board().problems(withoutFramework("inputs = " + pins().input(), "colour = red")));
    }

    @Test
    void saysWhatIsWrongOnlyAfterWhatItWasToldBefore() throws Exception {
        var component = open("inputs = " + pins().input());
        var controller = registry.controller();

        component.configure(properties("inputs = " + pins().input(), "pin." + pins().input() + ".name = door"));
        component.board().problems(properties());

        assertThat(controller.state(input()).name()).isEqualTo("door");
    }

    private Map<String, Object> withoutFramework(String... lines) {
        var properties = properties(lines);
        properties.keySet().removeIf(it -> it.startsWith("service."));
        return properties;
    }

    @Test
    void aPinBecomesAnOutputWithTheLevelThatItHas() throws Exception {
        var free = freePin();
        var controller = start("inputs = " + free);
        var capabilities = pin(controller, id(free)).capabilities();
        for (var level : List.of(Level.HIGH, Level.LOW)) {
            controller.configure(id(free), plainInput(capabilities));
            drive(free, level);
            patiently().until(() -> controller.read(id(free)) == level);

            var seen = watch(free, () -> controller.configure(id(free), plainOutput(capabilities, Optional.empty())));

            assertThat(seen).containsOnly(level);
            assertThat(controller.state(id(free)).driven()).contains(level);
            release(free);
            assertThat(seen(free)).isEqualTo(level);
        }
    }

    @Test
    void aPinBecomesAnOutputWithoutShowingAnotherLevelInBetween() throws Exception {
        var free = freePin();
        var controller = start("inputs = " + free);
        var capabilities = pin(controller, id(free)).capabilities();
        for (var level : List.of(Level.HIGH, Level.LOW, Level.HIGH)) {
            var before = seen(free);
            var seen = watch(free, () -> {
                controller.configure(id(free), PinSettings.UNUSED);
                controller.configure(id(free), plainOutput(capabilities, Optional.of(level)));
                controller.configure(id(free), plainOutput(capabilities, Optional.empty()));
            });

            assertThat(seen).as("levels from " + before + " to " + level).doesNotContainSequence(level, before, level);
            assertThat(seen(free)).isEqualTo(level);
        }
    }

    /** Returns the levels that are seen from outside while something happens, without repetitions. */
    private List<Level> watch(int pin, Action action) throws Exception {
        var levels = new ArrayList<Level>();
        levels.add(seen(pin));
        var done = new AtomicBoolean();
        var watching = background(() -> {
            while (!done.get()) {
                look(pin, levels);
            }
            look(pin, levels);
            return null;
        });
        action.run();
        done.set(true);
        finish(watching);
        return levels;
    }

    private void look(int pin, List<Level> levels) throws Exception {
        var level = seen(pin);
        if (levels.get(levels.size() - 1) != level) {
            levels.add(level);
        }
    }

    @Test
    void anOutputIsTakenOverWithTheLevelThatItHas() throws Exception {
        assumeThat(abilities()).contains(Ability.KEEPS_OUTPUTS);
        var component = open("outputs = " + pins().output() + "," + pins().otherOutput());
        var controller = registry.controller();
        controller.write(Map.of(output(), Level.HIGH, otherOutput(), Level.LOW));
        close(component);
        registry.awaitNone();
        assertThat(seen(pins().output())).isEqualTo(Level.HIGH);
        assertThat(seen(pins().otherOutput())).isEqualTo(Level.LOW);

        var again = start("outputs = " + pins().output() + "," + pins().otherOutput());

        assertThat(again.state(output()).driven()).contains(Level.HIGH);
        assertThat(again.state(otherOutput()).driven()).contains(Level.LOW);
        assertThat(seen(pins().output())).isEqualTo(Level.HIGH);
        assertThat(seen(pins().otherOutput())).isEqualTo(Level.LOW);
    }

    @Test
    void theLevelToStartWithIsDrivenOnce() throws Exception {
        assumeThat(abilities()).contains(Ability.KEEPS_OUTPUTS);
        var component = open("outputs = " + pins().output() + "H," + pins().otherOutput() + "L");
        var controller = registry.controller();
        assertThat(seen(pins().output())).isEqualTo(Level.HIGH);
        assertThat(seen(pins().otherOutput())).isEqualTo(Level.LOW);
        controller.write(Map.of(output(), Level.LOW, otherOutput(), Level.HIGH));
        close(component);
        registry.awaitNone();

        start("outputs = " + pins().output() + "H," + pins().otherOutput() + "L");

        assertThat(seen(pins().output())).isEqualTo(Level.LOW);
        assertThat(seen(pins().otherOutput())).isEqualTo(Level.HIGH);
    }

    @Test
    void showsTheNameThatAPinWasGiven() throws Exception {
        var component = open("inputs = " + pins().input(), "pin." + pins().input() + ".name = door");
        var controller = registry.controller();
        assertThat(controller.state(input()).name()).isEqualTo("door");

        component.configure(properties("inputs = " + pins().input(), "pin." + pins().input() + ".name = gate"));

        patiently().until(() -> controller.state(input()).name().equals("gate"));
        assertThat(events.all()).contains(new PinChange(input()));
        assertThat(controller.state(input()).consumer()).contains(PinState.CONSUMER);
    }

    @Test
    void aLockedPinKeepsItsSettings() throws Exception {
        var controller = startUsual("pin." + pins().input() + ".locked = true");
        var before = controller.state(input());
        assertThat(before.locked()).isTrue();

        assertThatThrownBy(() -> controller.configure(input(), PinSettings.UNUSED))
                .isInstanceOf(PinCapabilityException.class)
                .hasMessageContaining("locked");

        assertThat(controller.state(input())).isEqualTo(before);
    }

    @Test
    void givesEverythingBackWhenItIsClosed() throws Exception {
        var component = open("inputs = " + pins().input(), "outputs = " + pins().output() + "L");
        var controller = registry.controller();
        controller.write(output(), Level.HIGH);
        toggle(controller, input());

        close(component);

        assertThat(registry.offers()).isEmpty();
        assertThat(events.all().get(events.all().size() - 1))
                .isInstanceOfSatisfying(
                        BoardChange.class, it -> assertThat(it.status().state()).isEqualTo(BoardStatus.State.REMOVED));
        assertThatThrownBy(() -> controller.read(input())).isInstanceOf(BoardAwayException.class);
        assertThatThrownBy(() -> controller.write(output(), Level.LOW)).isInstanceOf(BoardAwayException.class);
        assertThatThrownBy(() -> controller.state(input())).isInstanceOf(BoardAwayException.class);
        assertThatThrownBy(() -> controller.configure(input(), PinSettings.UNUSED))
                .isInstanceOf(BoardAwayException.class);
        patiently().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(it -> it.contains(name)));
    }

    @Test
    void aBoardThatWasAwayGoesOnAsBefore() throws Exception {
        assumeThat(abilities()).contains(Ability.VANISHES);
        var component = open(
                "inputs = " + pins().input(),
                "outputs = " + pins().output() + "L",
                "pin." + pins().input() + ".name = door");
        var controller = registry.controller();
        controller.write(output(), Level.HIGH);
        toggle(controller, input());
        var plain = plainInput(pin(controller, input()).capabilities());
        var settings = new PinSettings.Input(plain.bias(), plain.edges(), Duration.ofMillis(2));
        controller.configure(input(), settings);

        vanish();
        registry.awaitNone();
        patiently().until(() -> component.board().status().state() == BoardStatus.State.AWAY);
        assertThat(component.board().status().problem()).isPresent();
        assertThatThrownBy(() -> controller.read(input())).isInstanceOf(BoardAwayException.class);
        comeBack();
        var again = registry.controller();

        patiently().until(() -> component.board().status().problem().isEmpty());
        assertThat(registry.ups()).isEqualTo(2);
        assertThat(registry.downs()).isEqualTo(1);
        assertThat(again.state(input()).settings()).isEqualTo(settings);
        assertThat(again.state(input()).name()).isEqualTo("door");
        var before = events.edges(input()).size();
        assertThat(toggle(again, input()).sequence()).isGreaterThan(before);
        again.write(output(), again.read(output()).inverse());
        events.assertTiled(input());
        events.assertTiled(output());
        assertThat(events.all())
                .filteredOn(BoardChange.class::isInstance)
                .extracting(it -> ((BoardChange) it).status().state())
                .containsSubsequence(BoardStatus.State.UP, BoardStatus.State.AWAY, BoardStatus.State.UP);
    }

    @Test
    void manyCallersAtOnceLeaveAConsistentState() throws Exception {
        var component = open(
                "inputs = " + pins().input() + "," + pins().otherInput(),
                "outputs = " + pins().output() + "L," + pins().otherOutput() + "L");
        var controller = registry.controller();
        var plain = plainInput(pin(controller, otherInput()).capabilities());
        var slow = new PinSettings.Input(plain.bias(), plain.edges(), Duration.ofMillis(1));
        var both = List.of(output(), otherOutput());
        var work = new ArrayList<Future<?>>();

        work.add(background(() -> {
            for (var round = 0; round < ROUNDS; round++) {
                toggle(controller, input());
            }
            return null;
        }));
        for (var writer : both) {
            work.add(background(() -> {
                for (var round = 0; round < ROUNDS; round++) {
                    controller.write(writer, round % 2 == 0 ? Level.HIGH : Level.LOW);
                }
                return null;
            }));
        }
        work.add(background(() -> {
            for (var round = 0; round < ROUNDS; round++) {
                controller.configure(otherInput(), round % 2 == 0 ? slow : plain);
            }
            return null;
        }));
        work.add(background(() -> {
            for (var round = 0; round < ROUNDS; round++) {
                assertThat(controller.read(Set.of(input(), output(), otherOutput())))
                        .hasSize(3);
                var state = controller.state(output());
                assertThat(state.driven()).isPresent();
            }
            return null;
        }));
        for (var it : work) {
            finish(it);
        }

        assertThat(events.edges(input())).hasSize(ROUNDS);
        for (var writer : both) {
            events.awaitEdge(writer, ROUNDS);
            assertThat(events.edges(writer)).hasSize(ROUNDS);
            assertThat(seen(writer.number())).isEqualTo(Level.LOW);
            assertThat(controller.state(writer).driven()).contains(Level.LOW);
            assertThat(controller.state(writer).sequence()).isEqualTo(ROUNDS);
        }
        for (var id : List.of(input(), output(), otherOutput())) {
            events.assertTiled(id);
            events.assertAlternating(id);
        }
        assertThat(controller.state(otherInput()).settings()).isEqualTo(plain);
        assertThat(events.all()).noneMatch(GapEvent.class::isInstance);
        assertThat(component.board().status().problem()).isEmpty();
    }

    @FunctionalInterface
    private interface Action {
        void run() throws Exception;
    }

    /** Runs something on a thread of its own. */
    private static <T> Future<T> background(Callable<T> task) {
        var thread = Executors.newSingleThreadExecutor();
        var future = thread.submit(task);
        thread.shutdown();
        return future;
    }

    /** Waits for something in the background; its failure is the test's. */
    private <T> T finish(Future<T> future) throws Exception {
        try {
            return future.get(patience().multipliedBy(4).toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw new AssertionError(e.getCause());
        }
    }
}
