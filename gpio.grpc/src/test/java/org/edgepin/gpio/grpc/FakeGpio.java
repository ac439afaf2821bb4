// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.grpc;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.edgepin.gpio.AccessDeniedException;
import org.edgepin.gpio.Bias;
import org.edgepin.gpio.BoardAwayException;
import org.edgepin.gpio.BoardChange;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Caller;
import org.edgepin.gpio.Direction;
import org.edgepin.gpio.Drive;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.EdgeEvent;
import org.edgepin.gpio.EdgeListener;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.GpioAccess;
import org.edgepin.gpio.GpioException;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.NoSuchPinException;
import org.edgepin.gpio.Pin;
import org.edgepin.gpio.PinCapabilities;
import org.edgepin.gpio.PinCapabilityException;
import org.edgepin.gpio.PinChange;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.PinState;
import org.edgepin.gpio.Role;
import org.edgepin.gpio.Sensing;
import org.jspecify.annotations.Nullable;

/** Boards in memory, like a GL20 each: inputs 0 to 5, outputs 6 and 7. Stands for the core. */
final class FakeGpio implements Gpio, GpioAccess {

    final List<String> audit = new CopyOnWriteArrayList<>();
    final List<EdgeListener> listeners = new CopyOnWriteArrayList<>();

    private final Map<String, BoardStatus> boards = new TreeMap<>();
    private final Map<PinId, FakePin> pins = new TreeMap<>();
    private final Map<String, CountDownLatch> gates = new TreeMap<>();
    private final Map<String, CountDownLatch> entered = new TreeMap<>();
    private @Nullable GpioException failure;

    private static final class FakePin {

        PinSettings settings = new PinSettings.Input(Bias.PULL_UP);
        Level driven = Level.HIGH;

        @Nullable
        Level outside;

        long sequence;

        Level level() {
            return outside != null ? outside : driven;
        }
    }

    FakeGpio with(String board, String model, boolean simulated) {
        boards.put(board, status(board, model, simulated, BoardStatus.State.UP));
        for (var number = 0; number < 8; number++) {
            var pin = new FakePin();
            if (number >= 6) {
                pin.settings = new PinSettings.Output(Bias.PULL_UP, Drive.OPEN_DRAIN, Optional.empty());
            }
            pins.put(new PinId(board, number), pin);
        }
        return this;
    }

    static FakeGpio gl20() {
        return new FakeGpio().with("gl20", "HPE GL20 (simulated)", true);
    }

    private static BoardStatus status(String board, String model, boolean simulated, BoardStatus.State state) {
        return new BoardStatus(
                board,
                model,
                simulated,
                state,
                Instant.EPOCH,
                "in memory",
                "org.edgepin.gpio.sim~" + board,
                state == BoardStatus.State.AWAY ? Optional.of("unplugged") : Optional.empty());
    }

    /** Changes a board's state and tells it. */
    void state(String board, BoardStatus.State state) {
        BoardStatus changed;
        synchronized (this) {
            var before = boards.get(board);
            changed = status(board, before == null ? "?" : before.model(), true, state);
            if (state == BoardStatus.State.REMOVED) {
                pins.forEach((pin, fake) -> {
                    if (pin.board().equals(board)) {
                        fake.sequence = 0;
                    }
                });
            }
            boards.put(board, changed);
        }
        listeners.forEach(it -> it.boardChanged(new BoardChange(changed)));
    }

    /** Makes the outside world pull at a pin; null lets go. */
    void outside(String pin, @Nullable Level level) {
        synchronized (this) {
            fake(pin).outside = level;
        }
    }

    /** Pulls at an input, so that there is an edge. */
    void edges(String pin, int count) {
        for (var i = 0; i < count; i++) {
            EdgeEvent event;
            synchronized (this) {
                var fake = fake(pin);
                fake.outside = fake.level().inverse();
                event = edge(id(pin), fake);
            }
            listeners.forEach(it -> it.edge(event));
        }
    }

    void pinChanged(String pin) {
        listeners.forEach(it -> it.pinChanged(new PinChange(id(pin))));
    }

    private static EdgeEvent edge(PinId pin, FakePin fake) {
        return new EdgeEvent(pin, Edge.to(fake.level()), Instant.now(), System.nanoTime(), ++fake.sequence);
    }

    /** Makes each call to a board wait; whoever has the latch ends that. */
    synchronized CountDownLatch hang(String board) {
        var gate = new CountDownLatch(1);
        gates.put(board, gate);
        entered.put(board, new CountDownLatch(1));
        return gate;
    }

    /** Waits until a call hangs. */
    void awaitHanging(String board) throws InterruptedException {
        CountDownLatch latch;
        synchronized (this) {
            latch = entered.get(board);
        }
        if (latch != null) {
            latch.await();
        }
    }

    synchronized void failure(@Nullable GpioException with) {
        failure = with;
    }

    synchronized Level driven(String pin) {
        return fake(pin).driven;
    }

    private FakePin fake(String pin) {
        var fake = pins.get(id(pin));
        if (fake == null) {
            throw new IllegalArgumentException(pin);
        }
        return fake;
    }

    static PinId id(String pin) {
        return PinId.parse(pin).orElseThrow();
    }

    private void enter(PinId pin) {
        CountDownLatch gate;
        synchronized (this) {
            gate = gates.get(pin.board());
            var told = entered.get(pin.board());
            if (told != null) {
                told.countDown();
            }
        }
        if (gate != null) {
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private synchronized FakePin find(PinId id) throws GpioException {
        if (failure != null) {
            throw failure;
        }
        var board = boards.get(id.board());
        var pin = pins.get(id);
        if (board == null || pin == null) {
            throw new NoSuchPinException(id);
        }
        if (board.state() != BoardStatus.State.UP) {
            throw new BoardAwayException(id.board(), board.problem().orElse(""));
        }
        return pin;
    }

    @Override
    public synchronized List<BoardStatus> boards() {
        return boards.values().stream()
                .filter(it -> it.state() != BoardStatus.State.REMOVED)
                .toList();
    }

    @Override
    public synchronized List<Pin> pins() {
        var present = new ArrayList<Pin>();
        for (var id : pins.keySet()) {
            var board = boards.get(id.board());
            if (board != null && board.state() == BoardStatus.State.UP) {
                present.add(pin(id));
            }
        }
        return present;
    }

    private static Pin pin(PinId id) {
        var output = id.number() >= 6;
        return new Pin(
                id,
                (output ? "DO" : "DI") + id.number(),
                "DIO connector pin " + id.number(),
                new PinCapabilities(
                        Set.of(output ? Direction.OUTPUT : Direction.INPUT),
                        Set.of(Bias.PULL_UP),
                        output ? Set.of(Drive.OPEN_DRAIN) : Set.of(),
                        Set.of(Edge.RISING, Edge.FALLING),
                        !output));
    }

    @Override
    public PinState state(PinId id) throws GpioException {
        enter(id);
        synchronized (this) {
            var fake = find(id);
            return new PinState(
                    pin(id),
                    id.number() == 0 ? "door" : "",
                    fake.settings,
                    Optional.of(fake.level()),
                    fake.settings instanceof PinSettings.Output ? Optional.of(fake.driven) : Optional.empty(),
                    new Sensing(Duration.ofMillis(20)),
                    fake.sequence,
                    fake.sequence == 0 ? Optional.empty() : Optional.of(Instant.EPOCH),
                    Optional.of(PinState.CONSUMER),
                    id.number() == 7,
                    Optional.empty());
        }
    }

    @Override
    public Map<PinId, Level> read(Set<PinId> ids) throws GpioException {
        var levels = new TreeMap<PinId, Level>();
        for (var id : ids) {
            enter(id);
        }
        synchronized (this) {
            for (var id : ids) {
                levels.put(id, find(id).level());
            }
        }
        return levels;
    }

    @Override
    public void write(Map<PinId, Level> levels) throws GpioException {
        for (var id : levels.keySet()) {
            enter(id);
        }
        var events = new ArrayList<EdgeEvent>();
        synchronized (this) {
            for (var id : levels.keySet()) {
                if (!(find(id).settings instanceof PinSettings.Output)) {
                    throw new PinCapabilityException(id, "not an output");
                }
            }
            for (var write : levels.entrySet()) {
                var fake = find(write.getKey());
                if (fake.driven != write.getValue()) {
                    fake.driven = write.getValue();
                    events.add(edge(write.getKey(), fake));
                }
            }
        }
        events.forEach(event -> listeners.forEach(it -> it.edge(event)));
    }

    @Override
    public void configure(PinId id, PinSettings settings) throws GpioException {
        enter(id);
        synchronized (this) {
            var fake = find(id);
            var refusal = pin(id).capabilities().refusal(settings);
            if (refusal.isPresent()) {
                throw new PinCapabilityException(id, refusal.get());
            }
            fake.settings = settings;
        }
        listeners.forEach(it -> it.pinChanged(new PinChange(id)));
    }

    @Override
    public Gpio as(Caller caller) {
        return new OnBehalf(caller);
    }

    @Override
    public <T, E extends Exception> T perform(Caller caller, Role role, String deed, Task<T, E> task)
            throws AccessDeniedException, E {
        check(caller, role, deed);
        return task.run();
    }

    @Override
    public void refused(Caller caller, String deed, String reason) {
        audit.add(caller.name() + " from " + caller.origin() + ": " + deed + " refused, " + reason);
    }

    private void check(Caller caller, Role role, String deed) throws AccessDeniedException {
        var allowed = caller.role().includes(role);
        audit.add(caller.name() + " from " + caller.origin() + ": " + deed + (allowed ? "" : " denied"));
        if (!allowed) {
            throw new AccessDeniedException(caller, role, deed);
        }
    }

    private final class OnBehalf implements Gpio {

        private final Caller caller;

        OnBehalf(Caller caller) {
            this.caller = caller;
        }

        @Override
        public List<BoardStatus> boards() {
            return FakeGpio.this.boards();
        }

        @Override
        public List<Pin> pins() {
            return FakeGpio.this.pins();
        }

        @Override
        public PinState state(PinId pin) throws GpioException {
            return FakeGpio.this.state(pin);
        }

        @Override
        public Map<PinId, Level> read(Set<PinId> pins) throws GpioException {
            return FakeGpio.this.read(pins);
        }

        @Override
        public void write(Map<PinId, Level> levels) throws GpioException {
            check(caller, Role.OPERATOR, "write " + levels);
            FakeGpio.this.write(levels);
        }

        @Override
        public void configure(PinId pin, PinSettings settings) throws GpioException {
            check(caller, Role.ADMIN, "configure " + pin);
            FakeGpio.this.configure(pin, settings);
        }
    }
}
