// SPDX-License-Identifier: Apache-2.0
package org.edgepin.welcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.edgepin.gpio.Bias;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.Pin;
import org.edgepin.gpio.PinCapabilities;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.PinState;
import org.edgepin.gpio.Sensing;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    private static final BoardStatus TWIN = board("main", true, BoardStatus.State.UP, Optional.empty());
    private static final Endpoint MQTT = new Endpoint(
            "org.edgepin.gpio.mqtt~main",
            Map.of("broker", "tcp://127.0.0.1:1883", "thing", "edgepin", "board", "main"),
            Optional.empty());
    private static final Endpoint BROKER = broker(1883, true);
    private static final List<PinState> PINS = List.of(
            pin("main/5", new PinSettings.Input(Bias.AS_IS), Level.LOW),
            pin("main/27", new PinSettings.Output(), Level.LOW));

    private static final Path LOG = Path.of("data/log");

    private final Path etc;

    ReportTest(@TempDir Path etc) {
        this.etc = etc;
    }

    @BeforeEach
    void write() throws IOException {
        for (var file : List.of("sim-main", "mqtt-main", "broker")) {
            Files.createFile(etc.resolve("org.edgepin.gpio." + file + ".cfg"));
        }
    }

    @Test
    void showsWhatRunsWithTheFileThatConfiguresIt() {
        assertThat(print(report(List.of(TWIN), List.of(BROKER, MQTT), true)))
                .containsExactly(
                        "  board   main  Raspberry Pi (simulated)   org.edgepin.gpio.sim-main.cfg",
                        "  broker        127.0.0.1:1883             org.edgepin.gpio.broker.cfg",
                        "  mqtt    main  127.0.0.1:1883 as edgepin  org.edgepin.gpio.mqtt-main.cfg",
                        "",
                        "  Files  " + etc,
                        "  Log    data/log/edgepin.log",
                        "  Try    gpio:pins",
                        "         gpio:toggle main/27",
                        "         gpio:watch main/5",
                        "         gpio:sim-set main/5 high",
                        "  MQTT   mosquitto_sub -t 'gpio/#' -v",
                        "         mosquitto_pub -t gpio/edgepin/27/write -m 1",
                        "");
    }

    @Test
    void saysThatThereIsNoBoardAndTriesNoPin() {
        var report = new Report(
                etc, LOG, List.of(), List.of(), List.of(), Optional.empty(), false, endpoint -> Optional.empty());

        assertThat(report.rows()).extracting(Report.Row::line).containsExactly("board none");
        assertThat(report.commands(Set.of("gpio:pins", "gpio:toggle"))).containsExactly("gpio:pins");
    }

    @Test
    void saysWhyABoardIsAway() {
        var away = board("door", false, BoardStatus.State.AWAY, Optional.of("no chip pinctrl-rp1"));

        assertThat(report(List.of(away), List.of(), true).rows())
                .extracting(Report.Row::line)
                .containsExactly("board door Raspberry Pi, away, no chip pinctrl-rp1");
    }

    @Test
    void promisesNoBrokerThatIsOff() {
        var report = report(List.of(TWIN), List.of(broker(1883, false), MQTT), true);

        assertThat(report.rows()).extracting(Report.Row::line).contains("broker off (org.edgepin.gpio.broker.cfg)");
        assertThat(report.mosquittoCommands()).isEmpty();
    }

    @Test
    void promisesNoBrokerThatDoesNotAnswer() {
        var report = report(List.of(TWIN), List.of(BROKER), false);

        assertThat(report.rows())
                .extracting(Report.Row::line)
                .contains("broker 127.0.0.1:1883 does not answer (org.edgepin.gpio.broker.cfg)");
        assertThat(report.mosquittoCommands()).isEmpty();
    }

    @Test
    void namesThePortThatMosquittosCommandsDoNotTakeByThemselves() {
        assertThat(report(List.of(TWIN), List.of(broker(1884, true)), true).mosquittoCommands())
                .containsExactly("mosquitto_sub -p 1884 -t 'gpio/#' -v");
    }

    @Test
    void namesOnlyCommandsThatTheConsoleHas() {
        assertThat(report(List.of(TWIN), List.of(), true).commands(Set.of("gpio:watch")))
                .containsExactly("gpio:watch main/5");
    }

    @Test
    void changesTheLevelThatAPinHas() {
        var pins = List.of(
                pin("main/5", new PinSettings.Input(Bias.AS_IS), Level.HIGH),
                pin("main/8", new PinSettings.Output(), Level.HIGH));

        var report = new Report(
                etc,
                LOG,
                List.of(TWIN),
                pins,
                List.of(BROKER, MQTT),
                Optional.empty(),
                false,
                endpoint -> Optional.empty());

        assertThat(report.commands(Set.of("gpio:sim-set"))).containsExactly("gpio:sim-set main/5 low");
        assertThat(report.mosquittoCommands()).contains("mosquitto_pub -t gpio/edgepin/8/write -m 0");
    }

    @Test
    void setsNoOutsideWorldThatIsReal() {
        var real = board("main", false, BoardStatus.State.UP, Optional.empty());

        assertThat(report(List.of(real), List.of(), true).commands(Set.of("gpio:sim-set")))
                .isEmpty();
    }

    @Test
    void isSettledWhenEachBoardHasAModelAndEachAddressAnswers() {
        var starting = new BoardStatus(
                "main",
                "",
                true,
                BoardStatus.State.AWAY,
                Instant.EPOCH,
                "",
                "org.edgepin.gpio.sim~main",
                Optional.of("starting"));

        assertThat(report(List.of(TWIN), List.of(BROKER), true).settled()).isTrue();
        assertThat(report(List.of(TWIN), List.of(broker(1883, false)), false).settled())
                .isTrue();
        assertThat(report(List.of(starting), List.of(), true).settled()).isFalse();
        assertThat(report(List.of(TWIN), List.of(BROKER), false).settled()).isFalse();
    }

    @Test
    void showsTheTokenOnlyToAdmins() throws IOException {
        Files.writeString(etc.resolve("edgepin.token"), "edgepin_secret\n");
        var report = report(List.of(TWIN), List.of(), true);

        assertThat(print(report, true)).contains("  Token  edgepin_secret  (etc/edgepin.token)");
        assertThat(print(report, false)).noneMatch(line -> line.contains("oken"));

        Files.delete(etc.resolve("edgepin.token"));
        assertThat(print(report, true)).noneMatch(line -> line.contains("oken"));
    }

    @Test
    void saysWhoMayLook() {
        var open = new Endpoint("org.edgepin.gpio.access", Map.of("anonymous", "viewer"), Optional.empty());
        var closed = new Endpoint("org.edgepin.gpio.access", Map.of("anonymous", "none"), Optional.empty());

        assertThat(report(List.of(TWIN), List.of(open), true).rows())
                .extracting(Report.Row::line)
                .contains("access look without a login, from here");
        assertThat(report(List.of(TWIN), List.of(closed), true).rows())
                .extracting(Report.Row::line)
                .contains("access by login only");
    }

    @Test
    void saysWhatAnEndpointWaitsFor() {
        var waiting = new Endpoint("org.edgepin.gpio.mqtt~main", MQTT.properties(), Optional.of("waits for gpio"));

        assertThat(report(List.of(TWIN), List.of(waiting), true).rows())
                .extracting(Report.Row::what)
                .contains("127.0.0.1:1883 as edgepin waits for gpio");
    }

    @Test
    void saysWhereThePageIsAndSignsInWhoMayDoEverything() throws IOException {
        Files.writeString(etc.resolve(Report.TOKEN_FILE), "secret\n");
        var page = Optional.of("http://127.0.0.1:8181/gpio");
        var report = new Report(etc, LOG, List.of(TWIN), PINS, List.of(), page, false, endpoint -> Optional.empty());

        assertThat(report.rows()).extracting(Report.Row::line).contains("page http://127.0.0.1:8181/gpio");
        assertThat(print(report, true)).contains("  Page   http://127.0.0.1:8181/gpio/#token=secret");
        assertThat(print(report, false)).noneMatch(line -> line.contains("secret"));
    }

    @Test
    void saysThatPageAndRestWaitForHttp() {
        var rest = new Endpoint("org.edgepin.gpio.rest", Map.of(), Optional.empty());

        var report = new Report(
                etc, LOG, List.of(TWIN), PINS, List.of(rest), Optional.empty(), true, endpoint -> Optional.empty());

        assertThat(report.rows())
                .extracting(Report.Row::line)
                .contains(
                        "page waits for HTTP, which cannot listen; the log says why (org.ops4j.pax.web.cfg)",
                        "rest waits for HTTP");
        assertThat(report.settled()).isFalse();
    }

    private Report report(List<BoardStatus> boards, List<Endpoint> endpoints, boolean answers) {
        return new Report(
                etc,
                LOG,
                boards,
                PINS,
                endpoints,
                Optional.empty(),
                false,
                endpoint ->
                        answers || endpoint.address().isEmpty() ? Optional.empty() : Optional.of("does not answer"));
    }

    private static Stream<String> print(Report report) {
        return print(report, false);
    }

    private static Stream<String> print(Report report, boolean withToken) {
        var out = new ByteArrayOutputStream();
        WelcomeCommand.print(
                report,
                Set.of("gpio:pins", "gpio:toggle", "gpio:watch", "gpio:sim-set"),
                withToken,
                new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8).lines();
    }

    private static BoardStatus board(
            String name, boolean simulated, BoardStatus.State state, Optional<String> problem) {
        return new BoardStatus(
                name, "Raspberry Pi", simulated, state, Instant.EPOCH, "", "org.edgepin.gpio.sim~" + name, problem);
    }

    private static Endpoint broker(int port, boolean enabled) {
        return new Endpoint(
                "org.edgepin.gpio.broker",
                Map.of("host", "127.0.0.1", "port", port, "enabled", enabled),
                Optional.empty());
    }

    private static PinState pin(String id, PinSettings settings, Level level) {
        return new PinState(
                new Pin(
                        PinId.parse(id).orElseThrow(),
                        "",
                        "",
                        new PinCapabilities(Set.of(), Set.of(), Set.of(), Set.of(), false)),
                "",
                settings,
                Optional.of(level),
                Optional.empty(),
                Sensing.INTERRUPT,
                0,
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty());
    }
}
