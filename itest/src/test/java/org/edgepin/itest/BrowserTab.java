// SPDX-License-Identifier: Apache-2.0
package org.edgepin.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.StreamSupport;

/** A tab of a {@link Browser}: what somebody does in it, with mouse, finger and keys, and what they see. */
final class BrowserTab implements AutoCloseable {

    static final Device DESKTOP = new Device(1440, 1000, 1, false);
    static final Device PHONE = new Device(390, 844, 2, true);

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Path SCREENSHOTS = Path.of("target/screenshots");

    /** The number of each key that is no character, as in the DOM. */
    private static final Map<String, Integer> KEYS = Map.of(
            "Tab",
            9,
            "Enter",
            13,
            "Escape",
            27,
            " ",
            32,
            "ArrowLeft",
            37,
            "ArrowUp",
            38,
            "ArrowRight",
            39,
            "ArrowDown",
            40);

    /** What the tab is shown on; sizes in CSS pixels. */
    record Device(int width, int height, int scale, boolean touch) {}

    private final Browser browser;
    private final String session;
    private final String context;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    BrowserTab(Browser browser, String session, String context, Device device) {
        this.browser = browser;
        this.session = session;
        this.context = context;
        browser.listen(session, this::happened);
        call("Page.enable", Browser.object());
        call("Runtime.enable", Browser.object());
        call("Log.enable", Browser.object());
        call(
                "Emulation.setDeviceMetricsOverride",
                Browser.object()
                        .put("width", device.width())
                        .put("height", device.height())
                        .put("deviceScaleFactor", device.scale())
                        .put("mobile", device.touch()));
        call("Emulation.setTouchEmulationEnabled", Browser.object().put("enabled", device.touch()));
    }

    /** Errors in the page's console so far. That a request was refused is no error: pages ask who may what. */
    List<String> complaints() {
        return complaints;
    }

    private void happened(String event, JsonNode content) {
        switch (event) {
            case "Runtime.exceptionThrown" ->
                complaints.add(content.get("exceptionDetails").toString());
            case "Runtime.consoleAPICalled" -> {
                if (List.of("error", "warning", "assert")
                        .contains(content.get("type").asText())) {
                    complaints.add(content.get("args").toString());
                }
            }
            case "Log.entryAdded" -> {
                var entry = content.get("entry");
                if (!entry.get("source").asText().equals("network")) {
                    complaints.add(entry.toString());
                }
            }
            default -> {}
        }
    }

    /** Goes to an address and waits until the page is there. */
    BrowserTab go(String address) {
        evaluate("void (window.old = true)");
        call("Page.navigate", Browser.object("url", address));
        until("!window.old && document.readyState === 'complete'");
        return this;
    }

    BrowserTab dark(boolean dark) {
        var feature = Browser.object("name", "prefers-color-scheme").put("value", dark ? "dark" : "light");
        var media = Browser.object();
        media.putArray("features").add(feature);
        call("Emulation.setEmulatedMedia", media);
        return this;
    }

    /** Evaluates an expression, or awaits it if it is a promise, and returns its value. */
    JsonNode evaluate(String expression) {
        var result = call(
                "Runtime.evaluate",
                Browser.object("expression", expression)
                        .put("awaitPromise", true)
                        .put("returnByValue", true)
                        .put("userGesture", true));
        assertThat(result.has("exceptionDetails"))
                .as(() -> expression + ": " + result)
                .isFalse();
        return result.get("result").path("value");
    }

    /** Waits until an expression is true. */
    BrowserTab until(String expression) {
        await(expression).atMost(PATIENCE).ignoreExceptions().until(() -> evaluate("Boolean(" + expression + ")")
                .asBoolean());
        return this;
    }

    /** Waits until an element's text contains a text. */
    BrowserTab untilText(String selector, String text) {
        await(selector + " with '" + text + "'")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(text(selector)).contains(text));
        return this;
    }

    /** Returns the text of an element, as it is shown. */
    String text(String selector) {
        return evaluate(element(selector) + ".innerText").asText();
    }

    /** Returns an attribute of an element, empty if it has none. */
    String attribute(String selector, String name) {
        return evaluate(element(selector) + ".getAttribute(" + TextNode.valueOf(name) + ") ?? ''")
                .asText();
    }

    boolean isVisible(String selector) {
        return evaluate("Boolean(document.querySelector(" + TextNode.valueOf(selector) + ")?.checkVisibility())")
                .asBoolean();
    }

    /** Clicks where an element is, as a mouse does: what covers it gets the click. */
    BrowserTab click(String selector) {
        until("document.querySelector(" + TextNode.valueOf(selector) + ")?.checkVisibility()");
        var place = evaluate("(() => { const element = " + element(selector)
                + "; element.scrollIntoView({block: 'center', behavior: 'instant'});"
                + " const box = element.getBoundingClientRect();"
                + " return [box.x + box.width / 2, box.y + box.height / 2]; })()");
        for (var type : List.of("mouseMoved", "mousePressed", "mouseReleased")) {
            call(
                    "Input.dispatchMouseEvent",
                    Browser.object("type", type)
                            .put("x", place.get(0).asDouble())
                            .put("y", place.get(1).asDouble())
                            .put("button", "left")
                            .put("clickCount", 1));
        }
        return this;
    }

    /** Clicks into a field, empties it and types. */
    BrowserTab fill(String selector, String text) {
        click(selector);
        evaluate(element(selector) + ".select()");
        return type(text);
    }

    BrowserTab type(String text) {
        call("Input.insertText", Browser.object("text", text));
        return this;
    }

    /** Presses a key: {@code Tab}, {@code Shift+Tab}, {@code Enter}, {@code ArrowDown}, a blank. */
    BrowserTab press(String key) {
        var shift = key.startsWith("Shift+");
        var name = shift ? key.substring("Shift+".length()) : key;
        var event = Browser.object("key", name)
                .put("code", name.equals(" ") ? "Space" : name)
                .put("windowsVirtualKeyCode", KEYS.get(name))
                .put("modifiers", shift ? 8 : 0);
        if (name.equals("Enter")) {
            event.put("text", "\r");
        } else if (name.equals(" ")) {
            event.put("text", " ");
        }
        call("Input.dispatchKeyEvent", event.deepCopy().put("type", "keyDown"));
        event.remove("text");
        call("Input.dispatchKeyEvent", event.put("type", "keyUp"));
        return this;
    }

    /** Presses Tab until an element has the focus. */
    BrowserTab tabTo(String selector) {
        var query = "document.activeElement?.matches(" + TextNode.valueOf(selector) + ")";
        for (var presses = 0;
                presses < 200 && !evaluate("Boolean(" + query + ")").asBoolean();
                presses++) {
            press("Tab");
        }
        assertThat(evaluate(query).asBoolean())
                .as("the focus comes to " + selector)
                .isTrue();
        return this;
    }

    /** Saves what is to be seen as an artefact of the build, {@code target/screenshots/NAME.png}. */
    BrowserTab screenshot(String name) {
        try {
            var picture = call("Page.captureScreenshot", Browser.object("format", "png"));
            Files.write(
                    Files.createDirectories(SCREENSHOTS).resolve(name + ".png"),
                    Base64.getDecoder().decode(picture.get("data").asText()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Returns what axe finds against WCAG 2.2, levels A and AA, and its best practices: a line for each element. */
    List<String> inaccessible() {
        // axe writes markup from text, which the page's own policy forbids.
        call("Page.setBypassCSP", Browser.object().put("enabled", true));
        evaluate(Axe.SCRIPT + "; void 0");
        var found = evaluate("axe.run({resultTypes: ['violations']}).then((all) => all.violations.flatMap((rule) =>"
                + " rule.nodes.map((node) => `${rule.id}: ${node.html} ${node.failureSummary}`)))");
        return StreamSupport.stream(found.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    @Override
    public void close() {
        browser.forget(session);
        browser.call("Target.disposeBrowserContext", Browser.object("browserContextId", context));
    }

    private static String element(String selector) {
        return "document.querySelector(" + TextNode.valueOf(selector) + ")";
    }

    private JsonNode call(String method, ObjectNode parameters) {
        return browser.call(session, method, parameters);
    }

    private static final class Axe {

        static final String SCRIPT = read();

        private static String read() {
            try (var script = BrowserTab.class.getResourceAsStream("/axe.min.js")) {
                return new String(script.readAllBytes(), UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
