// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.board;

import java.io.IOException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.edgepin.gpio.Bias;
import org.edgepin.gpio.Direction;
import org.edgepin.gpio.Drive;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.GpioException;
import org.edgepin.gpio.GpioHardwareException;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.LineBusyException;
import org.edgepin.gpio.Pin;
import org.edgepin.gpio.PinCapabilities;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.Sensing;
import org.jspecify.annotations.Nullable;

/** A board in a test: its pins 0 to 9 can be anything; every call is written down. */
final class FakeBoard implements BoardDriver<FakeBoard.Settings> {

    private static final PinCapabilities ANYTHING = new PinCapabilities(
            EnumSet.allOf(Direction.class),
            EnumSet.allOf(Bias.class),
            EnumSet.allOf(Drive.class),
            EnumSet.allOf(Edge.class),
            true);

    /** What was called, {@code configure {5=in, 8=out HIGH}}. */
    final List<String> calls = new CopyOnWriteArrayList<>();

    /** When the board was opened, or it was tried to. */
    final List<Long> attempts = new CopyOnWriteArrayList<>();

    final Map<Integer, Level> levels = new ConcurrentHashMap<>();
    final Map<Integer, Level> driven = new ConcurrentHashMap<>();
    final Map<Integer, String> heldBy = new ConcurrentHashMap<>();
    final Map<Integer, String> troubles = new ConcurrentHashMap<>();

    /** Pins that refuse to become outputs, for no reason that could be known before. */
    final Set<Integer> neverOutputs = ConcurrentHashMap.newKeySet();

    /** Every access fails with this message, if there is one. */
    volatile @Nullable String broken;

    /** Only these accesses fail so, {@code configure}. */
    volatile String brokenOnly = "";

    /** Like {@code broken}, but a defect of the provider. */
    volatile @Nullable RuntimeException defect;

    /** The board must be there to tell its pins. */
    volatile boolean pinsNeedTheBoard;

    volatile int size = 10;
    volatile @Nullable HardwareEvents events;

    /** What happens when pins are read, after they were sampled. */
    volatile Runnable afterSample = () -> {};

    private volatile @Nullable Block block;

    /** @param gain can be changed while the board is open; a change of {@code chip} cannot */
    record Settings(String chip, int gain) {}

    /** An access that does not return before it may. */
    record Block(String access, CountDownLatch reached, CountDownLatch mayGoOn) {}

    Block blockNext(String access) {
        var blocking = new Block(access, new CountDownLatch(1), new CountDownLatch(1));
        block = blocking;
        return blocking;
    }

    private void access(String call) throws IOException {
        calls.add(call);
        var blocking = block;
        if (blocking != null && call.startsWith(blocking.access())) {
            block = null;
            blocking.reached().countDown();
            awaitUninterrupted(blocking.mayGoOn());
        }
        check(call);
    }

    private void check(String call) throws IOException {
        if (!call.startsWith(brokenOnly)) {
            return;
        }
        if (defect != null) {
            throw defect;
        }
        if (broken != null) {
            throw new IOException(broken);
        }
    }

    static void awaitUninterrupted(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException e) {
                // as hardware that does not answer
            }
        }
    }

    @Override
    public Set<String> keys() {
        return Set.of("chip", "gain");
    }

    @Override
    public Settings settings(BoardConfiguration configuration) {
        var gain = configuration.number("gain", 0, 9).orElse(1);
        if (gain == 9) {
            throw new IllegalStateException("a bug");
        }
        return new Settings(configuration.choice("chip", Map.of("a", "a", "b", "b"), "a"), gain);
    }

    @Override
    public String model(Settings settings) {
        return "Fake";
    }

    @Override
    public NavigableMap<Integer, Pin> pins(String board, Settings settings) throws IOException {
        if (pinsNeedTheBoard) {
            check("pins");
        }
        return pins(board);
    }

    NavigableMap<Integer, Pin> pins(String board) {
        var pins = new TreeMap<Integer, Pin>();
        IntStream.range(0, size).forEach(it -> pins.put(it, new Pin(new PinId(board, it), "P" + it, "", ANYTHING)));
        return pins;
    }

    @Override
    public Hardware<Settings> open(String board, Settings settings, HardwareEvents reporting) throws IOException {
        attempts.add(System.nanoTime());
        events = reporting;
        access("open " + settings.chip());
        return new Opened(settings, reporting);
    }

    /** Lets an input change. */
    void drive(int pin, Level level) {
        levels.put(pin, level);
        var reporting = events;
        if (reporting != null) {
            reporting.edge(pin, Edge.to(level), Instant.now(), System.nanoTime());
        }
    }

    Level level(int pin) {
        return levels.getOrDefault(pin, Level.LOW);
    }

    private static String words(PinSettings settings) {
        if (settings instanceof PinSettings.Input input) {
            return "in"
                    + (input.bias() == Bias.DISABLED
                            ? ""
                            : " " + input.bias().name().toLowerCase(Locale.ROOT))
                    + (input.debounce().isZero() ? "" : " " + input.debounce().toNanos() / 1_000);
        }
        if (settings instanceof PinSettings.Output output) {
            return "out"
                    + (output.drive() == Drive.PUSH_PULL
                            ? ""
                            : " " + output.drive().name().toLowerCase(Locale.ROOT))
                    + output.initial().map(it -> " " + it).orElse("");
        }
        return "unused";
    }

    /** The open board. */
    final class Opened implements Hardware<Settings> {

        private final Settings settings;
        private final HardwareEvents reporting;

        Opened(Settings settings, HardwareEvents reporting) {
            this.settings = settings;
            this.reporting = reporting;
        }

        @Override
        public String model() {
            return "Fake " + settings.chip();
        }

        @Override
        public String location() {
            return "nowhere";
        }

        @Override
        public Sensing sensing(int pin) {
            return Sensing.INTERRUPT;
        }

        @Override
        public Map<Integer, GpioException> configure(NavigableMap<Integer, PinSettings> wanted) throws IOException {
            access("configure "
                    + wanted.entrySet().stream()
                            .map(it -> it.getKey() + "=" + words(it.getValue()))
                            .collect(Collectors.joining(", ", "{", "}")));
            var refused = new HashMap<Integer, GpioException>();
            wanted.forEach((pin, it) -> {
                var holder = heldBy.get(pin);
                if (holder != null) {
                    refused.put(pin, new LineBusyException(new PinId("main", pin), holder));
                    driven.remove(pin);
                } else if (it instanceof PinSettings.Output && neverOutputs.contains(pin)) {
                    refused.put(
                            pin, new GpioHardwareException("cannot configure main/" + pin, new IOException("EINVAL")));
                } else if (it instanceof PinSettings.Output output) {
                    var level = output.initial().orElseGet(() -> driven.getOrDefault(pin, level(pin)));
                    levels.put(pin, level);
                    driven.put(pin, level);
                } else {
                    driven.remove(pin);
                }
            });
            return refused;
        }

        @Override
        public Map<Integer, Level> read(Set<Integer> pins) throws IOException {
            access("read " + pins);
            var sample = pins.stream().collect(Collectors.toMap(it -> it, FakeBoard.this::level));
            afterSample.run();
            return sample;
        }

        @Override
        public void write(Map<Integer, Level> written) throws IOException {
            access("write " + written);
            levels.putAll(written);
            driven.putAll(written);
        }

        @Override
        public Optional<Level> driven(int pin) {
            return Optional.ofNullable(driven.get(pin));
        }

        @Override
        public Optional<String> consumer(int pin) {
            return Optional.ofNullable(heldBy.get(pin));
        }

        @Override
        public Optional<String> problem(int pin) {
            return Optional.ofNullable(troubles.get(pin));
        }

        @Override
        public boolean accept(Settings changed) throws IOException {
            access("accept " + changed.gain());
            return changed.chip().equals(settings.chip());
        }

        @Override
        public void close() {
            calls.add("close");
            if (reporting == events) {
                events = null;
            }
        }
    }
}
