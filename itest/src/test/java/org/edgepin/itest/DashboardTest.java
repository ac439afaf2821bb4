// SPDX-License-Identifier: Apache-2.0
package org.edgepin.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people see and do in the dashboard, in Debian's Chromium. */
@NeedsProgram(Browser.PROGRAM)
class DashboardTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ACCESS = "org.edgepin.gpio.access.cfg";

    static final String MAIN = """
            # The comment of somebody.
            twin = rpi
            inputs = 5,6U,7D
            outputs = 8H,9,27L
            pin.5.name = door
            pin.5.outside = square 900 ms
            pin.8.locked = true
            pin.9.name = pump
            pin.27.name = lamp
            """;

    static final String GL20 = """
            twin = gl20
            pin.0.name = tank full
            pin.0.outside = square 3 s
            pin.6.name = valve
            """;

    @AutoClose
    private static Gateway gateway;

    @AutoClose
    private static Browser browser;

    private static String address;
    private static String token;
    private static String viewer;

    private final List<BrowserTab> tabs = new ArrayList<>();

    @BeforeAll
    static void startAGatewayAndABrowser() throws IOException {
        gateway = Gateway.prepare()
                .etc("org.edgepin.gpio.sim-main.cfg", MAIN)
                .etc("org.edgepin.gpio.sim-gl20.cfg", GL20)
                .etc(ACCESS, "anonymous = none\n");
        Files.deleteIfExists(gateway.etc("org.edgepin.gpio.sim-matrix.cfg"));
        gateway.boot();
        address = "http://127.0.0.1:" + gateway.httpPort() + "/gpio";
        token = gateway.token();
        viewer = lastWord(gateway.console("edgepin:token-add looker viewer"));
        browser = Browser.start();
        await().atMost(PATIENCE).ignoreExceptions().until(() -> status("/api/me") == 401);
    }

    @BeforeEach
    void putEverythingBack() {
        gateway.etc("org.edgepin.gpio.sim-main.cfg", MAIN);
        gateway.etc("org.edgepin.gpio.sim-gl20.cfg", GL20);
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
            assertThat(gateway.console("gpio:boards --no-format")).doesNotContain("away");
            assertThat(gateway.console("gpio:pins main/5")).contains("door");
        });
        gateway.console("gpio:write main/27=0");
    }

    @AfterEach
    void nothingWentWrongInThePage() {
        for (var tab : tabs) {
            assertThat(tab.complaints()).isEmpty();
            tab.close();
        }
    }

    private BrowserTab open(BrowserTab.Device device) {
        var tab = browser.open(device);
        tabs.add(tab);
        return tab;
    }

    /** A tab in which somebody is signed in and sees the boards. */
    private BrowserTab dashboard(BrowserTab.Device device, String with) {
        var tab = open(device).go(address + "#token=" + with);
        return tab.untilText("#connection", "Live").until("document.querySelector('[data-pin=\"main/5\"]')");
    }

    private BrowserTab dashboard() {
        return dashboard(BrowserTab.DESKTOP, token);
    }

    private static String lastWord(String text) {
        var words = text.strip().split("\\s+", -1);
        return words[words.length - 1];
    }

    private static String pin(String pin) {
        return "[data-pin='" + pin + "']";
    }

    private static String level(String output) {
        return "[data-switch='" + output + "']";
    }

    private static void untilSwitch(BrowserTab tab, String output, boolean high) {
        tab.until("document.querySelector(\"" + level(output) + "\").getAttribute('aria-checked') === '" + high + "'");
    }

    @Test
    void drawsEachBoardAsWhatItIs() {
        var tab = dashboard();

        assertThat(tab.evaluate("document.querySelectorAll('.contacts.header > li').length")
                        .asInt())
                .isEqualTo(40);
        assertThat(tab.text(".contacts.header > li:nth-child(1)")).contains("1", "3.3 V");
        assertThat(tab.text(".contacts.header > li:nth-child(2)")).contains("2", "5 V");
        assertThat(tab.text(".contacts.header > li:nth-child(6)")).contains("6", "GND");
        assertThat(tab.text(".contacts.header > li:nth-child(29)")).contains("29", "GPIO5", "door", "in");
        assertThat(tab.text(".contacts.header > li:nth-child(13)")).contains("13", "GPIO27", "lamp", "out", "LOW");
        assertThat(tab.evaluate("document.querySelectorAll('.contacts.terminals > li').length")
                        .asInt())
                .isEqualTo(10);
        assertThat(tab.text(".contacts.terminals > li:nth-child(1)")).contains("DI0", "tank full");
        assertThat(tab.text(".contacts.terminals > li:nth-child(9)")).contains("8", "GND");
        assertThat(tab.evaluate("[...document.querySelectorAll('.board .simulated')].filter((it) =>"
                                + " it.checkVisibility()).length")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void levelsAndTraceAreLive() {
        var tab = dashboard();

        for (var word : List.of("HIGH", "LOW", "HIGH")) {
            tab.untilText(".contacts.header > li:nth-child(29) .level", word);
        }
        tab.until("Number(document.querySelector('[data-trace=\"main/5\"]').closest('li')"
                        + ".querySelector('.count').textContent) > 15")
                .until("document.querySelectorAll('#log li').length > 15")
                .screenshot("dashboard");
    }

    @Test
    void switchesAnOutput() {
        var tab = dashboard();

        tab.click(level("main/27"));

        untilSwitch(tab, "main/27", true);
        assertThat(gateway.console("gpio:read main/27")).contains("main/27 = 1");
        tab.click(level("main/27"));
        untilSwitch(tab, "main/27", false);
        assertThat(gateway.console("gpio:read main/27")).contains("main/27 = 0");
    }

    @Test
    void showsWhatOthersSwitch() throws Exception {
        var tab = dashboard();

        gateway.console("gpio:write main/27=1");
        untilSwitch(tab, "main/27", true);

        try (var client = new MqttSubscriber(gateway.mqttPort())) {
            client.publish("gpio/edgepin/27/write", "0");
            untilSwitch(tab, "main/27", false);
        }
    }

    @Test
    void opensWithALogin() {
        var tab = open(BrowserTab.DESKTOP).go(address);
        tab.untilText("#login", "Sign in").untilText("#connection", "Signed out");
        assertThat(tab.isVisible("[data-pin]")).isFalse();
        assertThat(tab.inaccessible()).isEmpty();
        tab.screenshot("login");
        assertThat(tab.evaluate("document.activeElement.closest('label').innerText")
                        .asText())
                .as("where one types a token at once")
                .isEqualTo("Token");

        tab.click("#login input[value='password']")
                .fill("#login input[autocomplete='username']", "test")
                .fill("#login input[autocomplete='current-password']", "not it")
                .press("Enter")
                .untilText("#login .problem", "This user and password are not right here.");
        assertThat(tab.isVisible("[data-pin]")).isFalse();

        tab.fill("#login input[autocomplete='current-password']", gateway.password())
                .press("Enter")
                .untilText("#connection", "Live")
                .untilText("#who", "test, admin")
                .until("document.querySelector('[data-pin]')");

        assertThat(tab.evaluate("JSON.stringify(localStorage)").asText()).doesNotContain("Basic");
        assertThat(tab.evaluate("document.cookie").asText()).isEmpty();
        tab.click("#session").untilText("#connection", "Signed out");
        assertThat(tab.evaluate("JSON.stringify(sessionStorage)").asText()).doesNotContain("Basic");
    }

    @Test
    void takesATokenFromTheAddressAndRemovesItThere() {
        var tab = dashboard();

        assertThat(tab.evaluate("location.href").asText()).isIn(address, address + "/");
        assertThat(tab.evaluate("JSON.stringify(localStorage)").asText()).doesNotContain(token);
        assertThat(tab.evaluate("JSON.stringify(sessionStorage)").asText()).contains(token);
        tab.go(address).untilText("#connection", "Live");
    }

    @Test
    void whoNeedsNoLoginToLookCanSignInToDoMore() {
        gateway.etc(ACCESS, "anonymous = viewer\n");
        try {
            await().atMost(PATIENCE).ignoreExceptions().until(() -> status("/api/me") == 200);
            var tab = open(BrowserTab.DESKTOP).go(address);
            tab.untilText("#connection", "Live").untilText("#who", "anonymous, viewer");

            tab.click("#session")
                    .click("#login input[value='password']")
                    .fill("#login input[autocomplete='username']", "test")
                    .fill("#login input[autocomplete='current-password']", gateway.password())
                    .press("Enter")
                    .untilText("#who", "test, admin");

            tab.click(level("main/27"));
            untilSwitch(tab, "main/27", true);
        } finally {
            gateway.etc(ACCESS, "anonymous = none\n");
            await().atMost(PATIENCE).ignoreExceptions().until(() -> status("/api/me") == 401);
        }
    }

    @Test
    void refusesAnotherGatewaysToken() {
        var tab = open(BrowserTab.DESKTOP).go(address + "#token=" + "x".repeat(43));

        tab.untilText("#login .problem", "This gateway does not know the token in the address");
        assertThat(tab.evaluate("sessionStorage.length").asInt()).isZero();
    }

    @Test
    void saysWhyALoginIsOverThatWasGood() {
        var guest = lastWord(gateway.console("edgepin:token-add guest viewer"));
        var tab = dashboard(BrowserTab.DESKTOP, guest);

        gateway.console("edgepin:token-revoke guest");

        tab.go(address).untilText("#login .problem", "You have been signed out");
    }

    @Test
    void takesATokenTypedIn() {
        var tab = open(BrowserTab.DESKTOP).go(address).untilText("#login", "Sign in");

        tab.fill("#login .fields input", "x".repeat(43))
                .press("Enter")
                .untilText("#login .problem", "This gateway has no such token.")
                .fill("#login .fields input", viewer)
                .press("Enter")
                .untilText("#connection", "Live")
                .untilText("#who", "viewer");
    }

    @Test
    void whoMayOnlyLookIsToldSo() {
        var tab = dashboard(BrowserTab.DESKTOP, viewer);
        tab.untilText("#who", "viewer")
                .until("document.querySelector(\"" + level("main/27") + "\").ariaDisabled === 'true'");

        tab.click(level("main/27")).untilText("#messages", "needs the role operator");
        tab.click(pin("main/27")).untilText("#details .obstacle", "needs the role admin");

        assertThat(gateway.console("gpio:read main/27")).contains("main/27 = 0");
        assertThat(tab.evaluate("document.querySelector('#details fieldset').disabled")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void renamesAndConfiguresAPin() {
        var tab = dashboard();
        tab.click(pin("main/6")).until("document.querySelector('#details form').checkVisibility()");
        assertThat(tab.inaccessible()).isEmpty();

        tab.fill("#details input[type='text']", "back door")
                .fill("#details input[type='number']", "5000")
                .screenshot("details")
                .press("Enter")
                .until("!document.querySelector('#details').open");

        tab.untilText(pin("main/6"), "back door");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(gateway.etc("org.edgepin.gpio.sim-main.cfg"))
                .content()
                .contains("# The comment of somebody.", "pin.6.name = back door", "pin.6.debounce_us = 5000"));
        assertThat(gateway.console("gpio:pins main/6")).contains("back door");
    }

    @Test
    void makesAnUnusedPinAnOutputAndSwitchesIt() {
        var tab = dashboard();

        tab.click(pin("main/17"))
                .until("document.querySelector('#details form').checkVisibility()")
                .click("#details input[value='output']")
                .click("#details button.primary")
                .until("!document.querySelector('#details').open");
        tab.click(level("main/17"));

        untilSwitch(tab, "main/17", true);
        assertThat(gateway.console("gpio:read main/17")).contains("main/17 = 1");
    }

    @Test
    void saysWhatIsLockedAndWhy() {
        var tab = dashboard();
        assertThat(tab.text(pin("main/8"))).contains("locked");

        tab.click(pin("main/8")).untilText("#details .obstacle", "only etc/org.edgepin.gpio.sim-main.cfg");
        tab.until("document.querySelector('#details form').checkVisibility()");

        assertThat(tab.evaluate("document.querySelector('#details fieldset').disabled")
                        .asBoolean())
                .isTrue();
        tab.screenshot("locked");
    }

    @Test
    void doesNotOverwriteWhatSomebodyElseHasChanged() {
        var tab = dashboard();
        tab.click(pin("main/6")).until("document.querySelector('#details form').checkVisibility()");
        gateway.etc("org.edgepin.gpio.sim-main.cfg", MAIN + "pin.6.name = of somebody else\n");
        tab.untilText(pin("main/6"), "of somebody else");

        tab.fill("#details input[type='text']", "mine").press("Enter");

        tab.untilText("#details > .inside > .problem", "Somebody else has changed this pin");
        assertThat(tab.evaluate("document.querySelector('#details form input').value")
                        .asText())
                .isEqualTo("of somebody else");
    }

    @Test
    void goesOnWhenRestIsUpdatedAndShowsWhatItMissed() {
        var tab = dashboard();
        tab.until("document.querySelector('[data-trace=\"main/6\"]')");

        gateway.console("bundle:stop org.edgepin.gpio.rest");
        tab.untilText("#connection", "Lost: the gateway answers 503");
        assertThat(tab.isVisible("#stale")).isTrue();
        assertThat(tab.inaccessible()).isEmpty();
        tab.screenshot("lost");
        gateway.console("gpio:sim-set main/6 low");
        gateway.console("gpio:sim-set main/6 high");
        gateway.console("bundle:start org.edgepin.gpio.rest");

        tab.untilText("#connection", "Live").untilText("#log", "lost while this page was not connected");
        tab.until("document.querySelector('[data-trace=\"main/6\"]').ariaLabel.includes('2 lost')")
                .until(drawsAGap("main/6"))
                .screenshot("gap");
        tab.click(level("main/27"));
        untilSwitch(tab, "main/27", true);
    }

    /** Looks for a pixel of the gap's colour in the picture. */
    private static String drawsAGap(String pin) {
        return """
                (() => {
                  const canvas = document.querySelector("[data-trace='%s']");
                  const probe = document.createElement('canvas').getContext('2d');
                  probe.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--gap-soft');
                  probe.fillRect(0, 0, 1, 1);
                  const [red, green, blue] = probe.getImageData(0, 0, 1, 1).data;
                  const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
                  for (let at = 0; at < pixels.length; at += 4) {
                    if (pixels[at] === red && pixels[at + 1] === green && pixels[at + 2] === blue && pixels[at + 3] === 255) {
                      return true;
                    }
                  }
                  return false;
                })()""".formatted(pin);
    }

    @Test
    void isThereAgainAfterItsOwnUpdate() {
        var tab = dashboard();

        gateway.console("bundle:update org.edgepin.gpio.web");

        tab.click(level("main/27"));
        untilSwitch(tab, "main/27", true);
        await().atMost(PATIENCE).ignoreExceptions().until(() -> status("/") == 200);
        tab.go(address).untilText("#connection", "Live");
    }

    private static int status(String path) throws IOException {
        var connection = (HttpURLConnection) URI.create(address + path).toURL().openConnection();
        return connection.getResponseCode();
    }

    @Test
    void showsABoardThatIsAwayAndItsReturn() {
        var tab = dashboard();

        gateway.console("gpio:sim-fault gl20 away");
        tab.untilText(".board[data-state='away']", "gl20")
                .until("document.querySelector(\".board[data-state='away'] .problem\").checkVisibility()")
                .until("document.querySelector(\"" + level("gl20/6") + "\").ariaDisabled === 'true'");
        assertThat(tab.inaccessible()).isEmpty();
        tab.screenshot("away");

        gateway.console("gpio:sim-fault gl20 none");
        tab.until("!document.querySelector(\".board[data-state='away']\")")
                .until("document.querySelector(\"" + level("gl20/6") + "\").ariaDisabled === null")
                .until(drawsAGap("gl20/0"));
    }

    @Test
    void canBeUsedWithTheKeyboardAlone() {
        var tab = dashboard();

        tab.tabTo(pin("main/5"));
        tab.press("ArrowDown");
        assertThat(focus(tab)).isEqualTo("main/6");
        tab.press("Enter").until("document.querySelector('#details form').checkVisibility()");
        tab.press("Escape").until("!document.querySelector('#details').open");
        assertThat(focus(tab)).isEqualTo("main/6");

        tab.tabTo(level("main/9")).press(" ");
        untilSwitch(tab, "main/9", true);

        tab.tabTo("[data-trace='main/5']").press("ArrowLeft").press("ArrowLeft");
        tab.untilText("#trace-reading", "main/5");
        assertThat(tab.text("#trace-reading")).containsPattern("(HIGH|LOW) (for|since) ");
    }

    private static String focus(BrowserTab tab) {
        return tab.evaluate("document.activeElement.dataset.pin ?? document.activeElement.outerHTML")
                .asText();
    }

    @Test
    void theTraceIsWhatSomebodyChooses() {
        var tab = dashboard();
        tab.until("document.querySelectorAll('#trace-rows li').length > 2");

        tab.click("li:has(> [data-trace='main/5']) .remove")
                .until("!document.querySelector('[data-trace=\"main/5\"]')");
        tab.click(pin("main/9"))
                .until("document.querySelector('#details form').checkVisibility()")
                .until("!document.querySelector('#details .check input').disabled");
        if (!tab.evaluate("document.querySelector('#details .check input').checked")
                .asBoolean()) {
            tab.click("#details .check input");
        }

        tab.go(address)
                .until("document.querySelector('[data-trace=\"main/9\"]')")
                .until("!document.querySelector('[data-trace=\"main/5\"]')");
    }

    @Test
    void isForEverybodyByDayAndNight() {
        var tab = dashboard();
        assertThat(tab.inaccessible()).isEmpty();

        tab.dark(true).screenshot("dark");
        assertThat(tab.inaccessible()).isEmpty();
        tab.click(pin("main/27")).until("document.querySelector('#details form').checkVisibility()");
        tab.screenshot("dark-details");
        assertThat(tab.inaccessible()).isEmpty();
    }

    @Test
    void fitsAPhone() {
        var tab = dashboard(BrowserTab.PHONE, token);
        tab.screenshot("phone");

        assertThat(tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
                        .asBoolean())
                .as("nothing is beside the screen")
                .isTrue();
        assertThat(tab.evaluate("Math.min(...[...document.querySelectorAll('button.pin, button.level')]"
                                + ".map((it) => it.getBoundingClientRect().height))")
                        .asDouble())
                .as("the height of what a finger must meet")
                .isGreaterThanOrEqualTo(24);
        assertThat(tab.inaccessible()).isEmpty();
        tab.click(level("main/27"));
        untilSwitch(tab, "main/27", true);
        tab.click(pin("main/27")).until("document.querySelector('#details form').checkVisibility()");
        tab.screenshot("phone-details");
    }

    @Test
    void onAPhoneEachBoardIsOneTouchAway() {
        var tab = dashboard(BrowserTab.PHONE, token);

        for (var place : List.of("gl20", "Events", "Trace", "main")) {
            var link = "[...document.querySelectorAll('#jump a')].find((it) => it.innerText === '" + place + "')";
            var top = "document.querySelector(" + link + ".getAttribute('href')).getBoundingClientRect().top";
            tab.evaluate(link + ".click()");
            tab.until(top + " >= document.querySelector('.top').offsetHeight - 1 && " + top + " < innerHeight - 100");
        }
        assertThat(dashboard().isVisible("#jump")).isFalse();
    }

    @Test
    void theTabSaysWhichGatewayItIsAndWhetherItIsThere() {
        var tab = dashboard();
        assertThat(tab.evaluate("document.title").asText()).isEqualTo("Edgepin 127.0.0.1:" + gateway.httpPort());

        gateway.console("bundle:stop org.edgepin.gpio.rest");
        tab.until("document.title.startsWith('Lost: Edgepin')");

        gateway.console("bundle:start org.edgepin.gpio.rest");
        tab.until("document.title.startsWith('Edgepin')");
    }

    /** The parts that decide what is true, asked one by one in the page. */
    @Test
    void readsAStreamThatComesInPiecesOfAnySize() {
        var tab = dashboard();

        var events = tab.evaluate("""
                import('/gpio/stream.js').then(({ EventParser }) => {
                  const text = ': alive\\r\\nid: a-1\\r\\nevent: edge\\r\\ndata: {"pin":\\r\\ndata: "é"}\\r\\n\\r\\ndata: 2\\n\\nid\\rdata:3\\r\\rdata: cut';
                  const read = (pieces) => {
                    const events = [];
                    const parser = new EventParser((event) => events.push(event));
                    pieces.forEach((piece) => parser.feed(piece));
                    return JSON.stringify(events);
                  };
                  const whole = read([text]);
                  for (let cut = 0; cut <= text.length; cut += 1) {
                    if (read([text.slice(0, cut), text.slice(cut)]) !== whole) {
                      return `cut at ${cut}: ${read([text.slice(0, cut), text.slice(cut)])}`;
                    }
                  }
                  return read([...text]) === whole ? whole : read([...text]);
                })""").asText();

        assertThat(events)
                .isEqualTo("[{\"type\":\"edge\",\"data\":\"{\\\"pin\\\":\\n\\\"é\\\"}\",\"id\":\"a-1\"},"
                        + "{\"type\":\"message\",\"data\":\"2\",\"id\":\"a-1\"},"
                        + "{\"type\":\"message\",\"data\":\"3\",\"id\":\"\"}]");
    }

    @Test
    void claimsNoLevelThatNobodyKnows() {
        var tab = dashboard();

        assertThat(tab.evaluate("""
                import('/gpio/history.js').then(({ History }) => {
                  const history = new History();
                  history.known(0, 1000, 200);
                  history.edge(1, 2000);
                  history.gap(3);
                  history.known(1, 5000, 4000);
                  history.edge(0, 4500);
                  history.edge(1, 100);
                  history.trim(63000);
                  const { edges, lost } = history.count(0);
                  const points = history.points.map(({ time, level }) => `${time}:${level}`).join();
                  return JSON.stringify({ points, edges, lost, at: history.at(3000), before: history.at(0) });
                })""").asText())
                .isEqualTo(
                        "{\"points\":\"2000:null,4000:1,4500:0,4500:1\",\"edges\":2,\"lost\":3,\"at\":0,\"before\":-1}");
    }

    @Test
    void takesOnlyTheEdgesThatItHasNotAndDeclaresThoseThatItMisses() {
        var tab = dashboard();

        assertThat(tab.evaluate("""
                import('/gpio/store.js').then(({ Store }) => {
                  const store = new Store();
                  const log = [];
                  store.onEvent((entry) => log.push([entry.kind, entry.count ?? entry.sequence, entry.place ?? entry.level].join(' ')));
                  const looks = [];
                  store.needsLook = (pin) => looks.push(pin);
                  const time = (second) => new Date(Date.now() - 30000 + 1000 * second).toISOString();
                  const pin = { pin: 'b/1', board: 'b', number: 1, settings: { direction: 'input' }, level: 0, driven: null, sequence: 10, last_edge: time(0) };
                  const edge = (level, sequence) => store.apply('edge', { pin: 'b/1', level, sequence, time: time(sequence - 10) });
                  store.apply('snapshot', { time: time(0), boards: [{ name: 'b', state: 'up', since: time(-60) }], pins: [pin] });
                  edge(0, 9);
                  edge(0, 10);
                  edge(1, 11);
                  edge(1, 14);
                  store.apply('gap', { pin: 'b/1', first: 15, count: 2, place: 'hardware', time: time(7) });
                  store.apply('pin', { ...store.pins.get('b/1'), level: 0, sequence: 18, name: 'ahead' });
                  edge(1, 17);
                  edge(0, 18);
                  store.apply('something new', {});
                  const now = store.pins.get('b/1');
                  return JSON.stringify({ log, looks, level: now.level, sequence: now.sequence, name: now.name });
                })""").asText())
                .isEqualTo(
                        "{\"log\":[\"edge 11 1\",\"gap 2 page\",\"edge 14 1\",\"gap 2 hardware\",\"pin  \",\"edge 17 1\","
                                + "\"edge 18 0\"],\"looks\":[\"b/1\"],\"level\":0,\"sequence\":18,\"name\":\"ahead\"}");
    }

    @Test
    void theGapBeginsWhenTheConnectionWasLostNotWhenItIsBack() {
        var tab = dashboard();

        assertThat(tab.evaluate("""
                import('/gpio/store.js').then(({ Store }) => {
                  const store = new Store();
                  let clock = Date.parse('2026-01-01T00:00:00Z');
                  store.now = () => clock;
                  const pin = { pin: 'b/1', board: 'b', number: 1, settings: { direction: 'input' }, driven: null };
                  const snapshot = (more) => store.apply('snapshot',
                    { boards: [{ name: 'b', state: 'up', since: new Date(clock - 90000).toISOString() }], pins: [{ ...pin, ...more }] });
                  const ago = (millis) => new Date(clock - millis).toISOString();
                  snapshot({ level: 0, sequence: 4, last_edge: ago(20000) });
                  store.alive();
                  clock += 10000;
                  store.apply('missed', { reason: 'restarted', count: null });
                  store.alive();
                  snapshot({ level: 0, sequence: 6, last_edge: ago(1000) });
                  store.alive();
                  clock += 5000;
                  snapshot({ level: 0, sequence: 6, last_edge: ago(6000) });
                  const start = Date.parse('2026-01-01T00:00:00Z');
                  return store.histories.get('b/1').points.map(({ time, level, lost }) => [time - start, level, lost].join(':')).join(' ');
                })""").asText()).isEqualTo("-20000:0:0 0::2 9000:0:0");
    }
}
