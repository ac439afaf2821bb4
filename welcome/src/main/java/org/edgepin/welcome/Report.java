// SPDX-License-Identifier: Apache-2.0
package org.edgepin.welcome;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.PinState;

/**
 * What runs in a gateway and where, in words.
 *
 * @param etc the folder of the configuration
 * @param log the folder of the log
 * @param page the address of the dashboard; empty if there is none now
 * @param httpWaits whether the dashboard is there but HTTP does not listen
 * @param obstacle what is wrong with an endpoint, of those that are configured and on; empty if it works
 */
record Report(
        Path etc,
        Path log,
        List<BoardStatus> boards,
        List<PinState> pins,
        List<Endpoint> endpoints,
        Optional<String> page,
        boolean httpWaits,
        Function<Endpoint, Optional<String>> obstacle) {

    static final String TOKEN_FILE = "edgepin.token";

    private static final int MQTT_PORT = 1883;
    private static final String HTTP_FILE = "org.ops4j.pax.web.cfg";

    /** The board of the documents' examples; the console's are for it too, if it is there. */
    private static final String DOCUMENTED = "main";

    /**
     * A thing that runs, or should.
     *
     * @param file its file in {@code etc}; empty if it has none
     */
    record Row(String kind, String name, String what, String file) {

        /** Returns the row in one line of text. */
        String line() {
            return Stream.of(kind, name, what, file.isEmpty() ? "" : "(" + file + ")")
                    .filter(word -> !word.isEmpty())
                    .reduce((first, second) -> first + " " + second)
                    .orElse("");
        }
    }

    /** Returns whether each board has been looked at, and each endpoint works that should. */
    boolean settled() {
        return !httpWaits
                && boards.stream().noneMatch(board -> board.model().isEmpty())
                && endpoints.stream()
                        .filter(endpoint ->
                                !endpoint.off() && endpoint.problem().isEmpty())
                        .allMatch(endpoint -> obstacle.apply(endpoint).isEmpty());
    }

    List<Row> rows() {
        var rows = new ArrayList<Row>();
        for (var board : boards) {
            rows.add(new Row("board", board.name(), describe(board), file(board.pid())));
        }
        if (boards.isEmpty()) {
            rows.add(new Row("board", "", "none", ""));
        }
        page.ifPresent(it -> rows.add(new Row("page", "", it, "")));
        if (httpWaits) {
            rows.add(new Row("page", "", "waits for HTTP, which cannot listen; the log says why", HTTP_FILE));
        }
        for (var endpoint : endpoints) {
            rows.add(new Row(endpoint.kind(), endpoint.name(), describe(endpoint), file(endpoint.pid())));
        }
        return rows;
    }

    /** Returns commands of this console that change or show something here, of those that the console has. */
    List<String> commands(Set<String> known) {
        var commands = new ArrayList<String>();
        commands.add("gpio:pins");
        output(board -> true)
                .ifPresent(pin -> commands.add("gpio:toggle " + pin.pin().id()));
        input(board -> true)
                .ifPresent(pin -> commands.add("gpio:watch " + pin.pin().id()));
        input(name -> boards.stream().anyMatch(board -> board.name().equals(name) && board.simulated()))
                .ifPresent(pin -> commands.add("gpio:sim-set " + pin.pin().id() + (isHigh(pin) ? " low" : " high")));
        commands.removeIf(command -> !known.contains(command.split(" ", 2)[0]));
        return commands;
    }

    /** Returns commands for another terminal of this machine; none unless a broker runs in this gateway. */
    List<String> mosquittoCommands() {
        var broker = endpoints.stream()
                .filter(endpoint -> endpoint.kind().equals("broker") && runs(endpoint))
                .flatMap(endpoint -> endpoint.address().stream())
                .findFirst();
        if (broker.isEmpty()) {
            return List.of();
        }
        var port = broker.get().port() == MQTT_PORT ? "" : " -p " + broker.get().port();
        var commands = new ArrayList<String>();
        commands.add("mosquitto_sub" + port + " -t 'gpio/#' -v");
        for (var mqtt : endpoints) {
            if (mqtt.kind().equals("mqtt") && mqtt.address().equals(broker)) {
                output(mqtt.text("board")::equals)
                        .ifPresent(pin -> commands.add("mosquitto_pub" + port + " -t gpio/" + mqtt.text("thing") + "/"
                                + pin.pin().id().number() + "/write -m " + (isHigh(pin) ? 0 : 1)));
            }
        }
        return commands;
    }

    /**
     * Returns the token that was made at the first start and may do everything; empty once it is revoked.
     * Only for those who may do everything.
     */
    Optional<String> token() {
        try {
            return Files.readAllLines(etc.resolve(TOKEN_FILE)).stream()
                    .map(String::strip)
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Returns the address of the dashboard that signs in with the {@link #token()}, while there is one. */
    Optional<String> pageAddress() {
        return page.map(it -> it + token().map(token -> "/#token=" + token).orElse(""));
    }

    private boolean runs(Endpoint endpoint) {
        return !endpoint.off()
                && endpoint.problem().isEmpty()
                && obstacle.apply(endpoint).isEmpty();
    }

    private static String describe(BoardStatus board) {
        var model = board.simulated() && !board.model().contains("simulated")
                ? board.model() + " (simulated)"
                : board.model();
        return Stream.of(
                        Optional.of(model),
                        board.state() == BoardStatus.State.UP ? Optional.<String>empty() : Optional.of("away"),
                        board.problem())
                .flatMap(Optional::stream)
                .reduce((first, second) -> first + ", " + second)
                .orElse("");
    }

    private String describe(Endpoint endpoint) {
        if (endpoint.off()) {
            return "off";
        }
        var words = new ArrayList<String>();
        endpoint.address().ifPresent(known -> words.add(known.toString()));
        if (!endpoint.text("thing").isEmpty()) {
            words.add("as " + endpoint.text("thing"));
        }
        if (endpoint.kind().equals("access")) {
            words.add(
                    endpoint.text("anonymous").equals("viewer") ? "look without a login, from here" : "by login only");
        }
        if (httpWaits && endpoint.kind().equals("rest")) {
            words.add("waits for HTTP");
        }
        endpoint.problem().or(() -> obstacle.apply(endpoint)).ifPresent(words::add);
        return String.join(" ", words);
    }

    /** A factory configuration's file has a dash where its PID has a tilde. */
    private String file(String pid) {
        var file = pid.replace('~', '-') + ".cfg";
        return Files.exists(etc.resolve(file)) ? file : "";
    }

    private static boolean isHigh(PinState pin) {
        return pin.level().equals(Optional.of(Level.HIGH));
    }

    private Optional<PinState> output(Predicate<String> board) {
        return pin(board, PinSettings.Output.class);
    }

    private Optional<PinState> input(Predicate<String> board) {
        return pin(board, PinSettings.Input.class);
    }

    private Optional<PinState> pin(Predicate<String> board, Class<? extends PinSettings> use) {
        return pins.stream()
                .filter(pin -> board.test(pin.pin().id().board()) && use.isInstance(pin.settings()))
                .min(Comparator.comparing(pin -> !pin.pin().id().board().equals(DOCUMENTED)));
    }
}
