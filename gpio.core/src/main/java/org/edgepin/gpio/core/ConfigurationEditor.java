// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.core;

import static org.osgi.service.component.annotations.ReferenceCardinality.MULTIPLE;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.edgepin.gpio.Board;
import org.edgepin.gpio.BoardAwayException;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.ConfigurationRefusedException;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.GpioConfiguration;
import org.edgepin.gpio.GpioException;
import org.edgepin.gpio.PinCapabilityException;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.board.BoardConfiguration;
import org.edgepin.gpio.board.ConfigurationEdit;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Changes the configuration of boards through ConfigAdmin, so that FileInstall takes it to the file.
 *
 * <p>A board takes a changed configuration on a thread of its own. That it has been told shows in the
 * properties of its service, which Declarative Services change after it; that it has done what it was
 * told, in {@link Board#problems} having returned.
 */
@Component
public final class ConfigurationEditor implements GpioConfiguration {

    /** For Declarative Services and the board's thread; they take some milliseconds. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final ConfigurationAdmin configurations;
    private final Gpio gpio;
    private final Boards known;
    private final Map<Board, Map<String, Object>> boards = new ConcurrentHashMap<>();
    private final Object told = new Object();

    @Activate
    public ConfigurationEditor(
            @Reference ConfigurationAdmin configurations, @Reference Gpio gpio, @Reference Boards known) {
        this.configurations = configurations;
        this.gpio = gpio;
        this.known = known;
    }

    @Reference(cardinality = MULTIPLE, policy = DYNAMIC, updated = "updatedBoard")
    void bindBoard(Board board, Map<String, Object> properties) {
        updatedBoard(board, properties);
    }

    void updatedBoard(Board board, Map<String, Object> properties) {
        synchronized (told) {
            boards.put(board, properties);
            told.notifyAll();
        }
    }

    void unbindBoard(Board board) {
        synchronized (told) {
            boards.remove(board);
            told.notifyAll();
        }
    }

    @Override
    public Optional<NavigableMap<String, String>> values(String board) {
        return known.of(board).flatMap(it -> configuration(it.pid())).map(it -> new ConfigurationEdit(properties(it))
                .values());
    }

    @Override
    public PinSettings planned(PinId id) throws GpioException {
        var state = gpio.state(id);
        return known.of(id.board())
                .flatMap(it -> configuration(it.pid()))
                .map(it -> new ConfigurationEdit(properties(it)).planned(state.pin()))
                .orElse(PinSettings.UNUSED);
    }

    @Override
    public synchronized void change(String name, Map<String, Optional<String>> changes)
            throws GpioException, ConfigurationRefusedException {
        var board = board(name);
        var configuration = required(board);
        refuseForeign(name, changes);
        apply(board, configuration, changes);
    }

    @Override
    public synchronized void change(PinId id, Optional<String> name, Optional<PinSettings> settings)
            throws GpioException, ConfigurationRefusedException {
        var before = gpio.state(id);
        if (before.locked()) {
            throw new PinCapabilityException(id, "locked by the board's configuration");
        }
        var board = board(id.board());
        var configuration = required(board);
        var edit = new ConfigurationEdit(properties(configuration));
        var changes = new HashMap<String, Optional<String>>();
        name.ifPresent(it -> changes.putAll(edit.rename(id.number(), it)));
        if (settings.isPresent()) {
            changes.putAll(edit.settings(before.pin(), settings.get(), used(id.board())));
        }
        refuseForeign(id.board(), changes);
        refuse(id.board(), board.problems(changed(properties(configuration), changes)));

        var wanted = settings.map(ConfigurationEditor::withoutInitial);
        var moved = wanted.isPresent() && !wanted.get().equals(before.settings());
        if (settings.isPresent() && moved) {
            // the board itself says best why a pin cannot be so; and then what the configuration says is so already
            var staysOutput = before.settings() instanceof PinSettings.Output;
            gpio.configure(id, staysOutput ? wanted.get() : settings.get());
        }
        try {
            apply(board, configuration, changes);
            verify(id, name, wanted);
        } catch (GpioException | ConfigurationRefusedException e) {
            restore(board, configuration, edit, changes);
            if (moved) {
                gpio.configure(id, before.settings());
            }
            throw e;
        }
    }

    private void verify(PinId id, Optional<String> name, Optional<PinSettings> wanted)
            throws GpioException, ConfigurationRefusedException {
        var now = gpio.state(id);
        var differs = wanted.filter(it -> !it.equals(now.settings())).isPresent()
                || name.filter(it -> !it.equals(now.name())).isPresent();
        if (differs) {
            throw new ConfigurationRefusedException(
                    id.board(),
                    List.of("pin." + id.number() + " = " + ConfigurationEdit.words(now.settings()) + ": "
                            + now.problem().orElse("stays as it is")));
        }
    }

    /** Changes a configuration and waits until the board has taken it; if it does not, all is as before. */
    private void apply(Board board, Configuration configuration, Map<String, Optional<String>> changes)
            throws GpioException, ConfigurationRefusedException {
        var name = board.status().name();
        var before = properties(configuration);
        var edit = new ConfigurationEdit(before);
        refuse(name, edit.locked(changes));
        var after = changed(before, changes);
        refuse(name, board.problems(after));
        if (after.equals(before)) {
            return;
        }
        update(name, configuration, after);
        try {
            awaitTold(board, changes);
            board.problems(after);
            var problem = board.status().problem().filter(it -> it.contains("configuration refused"));
            if (problem.isPresent()) {
                throw new ConfigurationRefusedException(name, List.of(problem.get()));
            }
        } catch (GpioException | ConfigurationRefusedException e) {
            update(name, configuration, before);
            throw e;
        }
    }

    private void restore(
            Board board, Configuration configuration, ConfigurationEdit edit, Map<String, Optional<String>> changes)
            throws GpioException {
        var values = edit.values();
        var back = new HashMap<String, Optional<String>>();
        changes.keySet().forEach(key -> back.put(key, Optional.ofNullable(values.get(key))));
        var after = changed(properties(configuration), back);
        if (!after.equals(properties(configuration))) {
            update(board.status().name(), configuration, after);
            awaitTold(board, back);
            board.problems(after);
        }
    }

    private void awaitTold(Board board, Map<String, Optional<String>> changes) throws BoardAwayException {
        var deadline = System.nanoTime() + PATIENCE_NANOS;
        synchronized (told) {
            while (!isTold(boards.get(board), changes)) {
                var left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0 || !boards.containsKey(board)) {
                    throw new BoardAwayException(board.status().name(), "it does not take its changed configuration");
                }
                try {
                    told.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new BoardAwayException(board.status().name(), "interrupted");
                }
            }
        }
    }

    private static boolean isTold(@Nullable Map<String, Object> properties, Map<String, Optional<String>> changes) {
        return properties != null
                && changes.entrySet().stream().allMatch(it -> it.getValue()
                        .map(value -> value.equals(String.valueOf(properties.get(it.getKey()))))
                        .orElse(!properties.containsKey(it.getKey())));
    }

    private static void update(String board, Configuration configuration, Map<String, Object> properties)
            throws BoardAwayException {
        try {
            configuration.update(FrameworkUtil.asDictionary(properties));
        } catch (IOException | IllegalStateException e) {
            throw new BoardAwayException(board, "its configuration cannot be stored: " + e.getMessage());
        }
    }

    private static void refuse(String board, List<String> problems) throws ConfigurationRefusedException {
        if (!problems.isEmpty()) {
            throw new ConfigurationRefusedException(board, problems);
        }
    }

    /** Keys of the framework are not the board's, and what stands for something else could stand for a secret. */
    private static void refuseForeign(String board, Map<String, Optional<String>> changes)
            throws ConfigurationRefusedException {
        var problems = new ArrayList<String>();
        changes.forEach((key, value) -> {
            var text = value.orElse("");
            if (BoardConfiguration.isForeign(key) || !key.matches("[A-Za-z0-9._-]{1,100}")) {
                problems.add(key + " = " + text + ": not a key of a board");
            } else if (text.contains("$[") || text.contains("${")) {
                problems.add(key + " = " + text + ": must not hold $[ or ${, which only the file may");
            } else if (text.chars().anyMatch(Character::isISOControl)) {
                problems.add(key + ": must be on one line");
            }
        });
        refuse(board, problems);
    }

    private Map<Integer, PinSettings> used(String board) throws GpioException {
        var used = new HashMap<Integer, PinSettings>();
        for (var pin : gpio.pins()) {
            if (pin.id().board().equals(board)) {
                var settings = gpio.state(pin.id()).settings();
                if (!settings.equals(PinSettings.UNUSED)) {
                    used.put(pin.id().number(), settings);
                }
            }
        }
        return used;
    }

    private static PinSettings withoutInitial(PinSettings settings) {
        return settings instanceof PinSettings.Output output
                ? new PinSettings.Output(output.bias(), output.drive(), Optional.empty())
                : settings;
    }

    private static Map<String, Object> changed(Map<String, Object> before, Map<String, Optional<String>> changes) {
        var after = new HashMap<>(before);
        changes.forEach((key, value) -> {
            if (value.isPresent()) {
                after.put(key, value.get());
            } else {
                after.remove(key);
            }
        });
        return after;
    }

    private Board board(String name) throws BoardAwayException {
        return boards.keySet().stream()
                .filter(it -> it.status().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new BoardAwayException(
                        name, known.of(name).flatMap(BoardStatus::problem).orElse("it is not configured")));
    }

    private Configuration required(Board board) throws BoardAwayException {
        var status = board.status();
        return configuration(status.pid())
                .orElseThrow(() -> new BoardAwayException(status.name(), "it has no configuration"));
    }

    /**
     * Not from the list of configurations: those are other objects than the one that FileInstall asks
     * for, which then does not see the change and takes the old values to the file.
     */
    private Optional<Configuration> configuration(String pid) {
        try {
            var configuration = configurations.getConfiguration(pid, "?");
            return Optional.ofNullable(configuration.getProperties()).map(it -> configuration);
        } catch (IOException | IllegalStateException e) {
            return Optional.empty();
        }
    }

    private static Map<String, Object> properties(Configuration configuration) {
        Dictionary<String, Object> dictionary = configuration.getProperties();
        var properties = new HashMap<String, Object>();
        Collections.list(dictionary.keys()).forEach(key -> properties.put(key, dictionary.get(key)));
        return properties;
    }
}
