// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rest;

import static org.edgepin.gpio.rest.Words.bit;
import static org.edgepin.gpio.rest.Words.word;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.EdgeEvent;
import org.edgepin.gpio.GapEvent;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinCapabilities;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.PinState;
import org.edgepin.gpio.Sensing;
import org.edgepin.gpio.problem.Problem;
import org.jspecify.annotations.Nullable;

/** What the gateway knows as JSON, with the keys of openapi.yaml; and JSON from outside, read strictly. */
final class Json {

    private static final int MAX_NESTING = 16;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_NESTING)
                            .maxNumberLength(40)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Json() {}

    static ObjectNode object() {
        return NODES.objectNode();
    }

    static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads an object. */
    static ObjectNode read(byte[] body) throws ProblemException {
        JsonNode node;
        try {
            node = MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            throw new ProblemException(new Problem(
                    Problem.Type.MALFORMED,
                    "not JSON" + at(e.getLocation()) + ": "
                            + e.getOriginalMessage().lines().findFirst().orElse("")));
        } catch (IOException e) {
            throw new ProblemException(new Problem(Problem.Type.MALFORMED, "not JSON: not UTF-8"));
        }
        if (!(node instanceof ObjectNode object)) {
            throw new ProblemException(new Problem(
                    Problem.Type.MALFORMED,
                    "the body is no JSON object",
                    Optional.empty(),
                    Optional.of("a JSON object")));
        }
        return object;
    }

    private static String at(@Nullable JsonLocation location) {
        return location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    static <T> ArrayNode array(Collection<T> elements, Function<T, JsonNode> shown) {
        var array = NODES.arrayNode();
        elements.forEach(it -> array.add(shown.apply(it)));
        return array;
    }

    private static ArrayNode words(Collection<? extends Enum<?>> values) {
        var array = NODES.arrayNode();
        values.stream().sorted().forEach(it -> array.add(word(it)));
        return array;
    }

    static ObjectNode board(BoardStatus status) {
        var board = object().put("name", status.name())
                .put("model", status.model())
                .put("simulated", status.simulated())
                .put("state", word(status.state()))
                .put("since", status.since().toString());
        return board.put("location", status.location().isEmpty() ? null : status.location())
                .put("pid", status.pid())
                .put("problem", status.problem().orElse(null));
    }

    static ObjectNode pin(PinState state, PinSettings planned) {
        var id = state.pin().id();
        var pin = object().put("pin", id.toString())
                .put("board", id.board())
                .put("number", id.number())
                .put("label", state.pin().label())
                .put("position", state.pin().position())
                .put("name", state.name());
        pin.set("capabilities", capabilities(state.pin().capabilities()));
        pin.set("settings", settings(state.settings(), planned));
        pin.set("level", level(state.level()));
        pin.set("driven", level(state.driven()));
        pin.set("sensing", sensing(state.sensing()));
        return pin.put("sequence", state.sequence())
                .put("last_edge", state.lastEdge().map(Instant::toString).orElse(null))
                .put("consumer", state.consumer().orElse(null))
                .put("locked", state.locked())
                .put("problem", state.problem().orElse(null));
    }

    private static ObjectNode capabilities(PinCapabilities capabilities) {
        var shown = object();
        shown.set("directions", words(capabilities.directions()));
        shown.set("biases", words(capabilities.biases()));
        shown.set("drives", words(capabilities.drives()));
        return shown.put("edges", Words.edges(capabilities.edges())).put("debounce", capabilities.debounce());
    }

    /** An output's level to start with is what the configuration says; once driven, the board does not know it. */
    static ObjectNode settings(PinSettings settings, PinSettings planned) {
        var shown = object();
        if (settings instanceof PinSettings.Input input) {
            shown.put("direction", "input")
                    .put("bias", word(input.bias()))
                    .put("edges", Words.edges(input.edges()))
                    .put("debounce_us", input.debounce().toNanos() / 1_000);
        } else if (settings instanceof PinSettings.Output output) {
            shown.put("direction", "output").put("bias", word(output.bias())).put("drive", word(output.drive()));
            shown.set("initial", level(SettingsChange.initial(planned)));
        } else {
            shown.put("direction", "unused");
        }
        return shown;
    }

    private static ObjectNode sensing(Sensing sensing) {
        var shown = object().put("method", sensing.polled() ? "polled" : "interrupt");
        return shown.put(
                "period_us", sensing.polled() ? Long.valueOf(sensing.period().toNanos() / 1_000) : null);
    }

    private static JsonNode level(Optional<Level> level) {
        return level.<JsonNode>map(it -> NODES.numberNode(bit(it))).orElse(NODES.nullNode());
    }

    static ObjectNode level(PinId pin, Level level) {
        return object().put("pin", pin.toString()).put("level", bit(level));
    }

    static ObjectNode levels(Map<PinId, Level> levels) {
        var shown = object();
        levels.forEach((pin, level) -> shown.put(pin.toString(), bit(level)));
        return shown;
    }

    static ObjectNode edge(EdgeEvent edge) {
        return object().put("pin", edge.pin().toString())
                .put("edge", word(edge.edge()))
                .put("level", bit(edge.edge().level()))
                .put("time", edge.time().toString())
                .put("sequence", edge.sequence());
    }

    static ObjectNode gap(GapEvent gap) {
        return object().put("pin", gap.pin().toString())
                .put("first", gap.first())
                .put("count", gap.count())
                .put("place", word(gap.place()))
                .put("time", gap.time().toString());
    }
}
