// SPDX-License-Identifier: Apache-2.0
package org.edgepin.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The description of REST, and whether answers are as it says. Thread-safe. */
final class OpenApi {

    private static final String BASE = "https://edgepin.org/openapi.json";
    private static final String ROOT = "/gpio/api";
    private static final String PROBLEM = "/components/schemas/Problem";
    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonNode DOCUMENT = read();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12, it -> it.schemas(Map.of(BASE, DOCUMENT.toString())));

    private static final Map<String, String> EVENTS = Map.of(
            "snapshot", "Snapshot",
            "edge", "EdgeEvent",
            "gap", "GapEvent",
            "pin", "Pin",
            "board", "Board",
            "missed", "MissedEvent");

    private OpenApi() {}

    private static JsonNode read() {
        try {
            return new YAMLMapper()
                    .readTree(Sources.ROOT
                            .resolve("gpio.rest/src/main/resources/org/edgepin/gpio/rest/openapi.yaml")
                            .toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fails if an answer of the API has a status, a type or a body that is not in the description. */
    static void check(HttpResponse<String> answer) {
        var path = answer.uri().getRawPath();
        var method = answer.request().method().toLowerCase(Locale.ROOT);
        if (!path.startsWith(ROOT) || method.equals("head")) {
            return;
        }
        var type = answer.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
        var what = method + " " + path + " " + answer.statusCode() + " " + type;
        var template = template(path.substring(ROOT.length()));
        var operation = DOCUMENT.path("paths").path(template).path(method);
        if (operation.isMissingNode()) {
            assertThat(answer.statusCode()).as(what).isIn(400, 401, 403, 404, 405, 429, 503);
            check(what, PROBLEM, answer.body(), type);
            return;
        }
        var pointer = "/paths/" + escaped(template) + "/" + method + "/responses/" + answer.statusCode();
        var response = DOCUMENT.at(pointer);
        assertThat(response.isMissingNode())
                .as("the description knows " + what + ": " + answer.body())
                .isFalse();
        if (response.has("$ref")) {
            pointer = response.get("$ref").asText().substring(1);
            response = DOCUMENT.at(pointer);
        }
        assertThat(response.path("content").has(type))
                .as("the description knows " + what)
                .isTrue();
        check(what, pointer + "/content/" + escaped(type) + "/schema", answer.body(), type);
    }

    /** Fails if the data of an event is not as the description says. */
    static List<String> checkEvent(List<String> lines) {
        var name = value(lines, "event: ");
        check("event " + name, "/components/schemas/" + EVENTS.get(name), value(lines, "data: "), "json");
        return lines;
    }

    private static String value(List<String> lines, String prefix) {
        return lines.stream()
                .filter(it -> it.startsWith(prefix))
                .map(it -> it.substring(prefix.length()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(lines + " has no " + prefix));
    }

    private static void check(String what, String schema, String body, String type) {
        JsonNode node;
        try {
            node = type.endsWith("json") ? JSON.readTree(body) : new TextNode(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError(what + " is no JSON: " + body, e);
        }
        assertThat(SCHEMAS.getSchema(SchemaLocation.of(BASE + "#" + schema)).validate(node))
                .as(what + ": " + body)
                .isEmpty();
    }

    /** An exact path goes before one with parameters. */
    private static String template(String path) {
        var paths = DOCUMENT.path("paths");
        var plain = path.isEmpty() ? "/" : path;
        if (paths.has(plain)) {
            return plain;
        }
        for (var names = paths.fieldNames(); names.hasNext(); ) {
            var name = names.next();
            if (plain.matches(name.replaceAll("\\{[^}]*\\}", "[^/]+"))) {
                return name;
            }
        }
        return "";
    }

    private static String escaped(String segment) {
        return segment.replace("~", "~0").replace("/", "~1");
    }
}
