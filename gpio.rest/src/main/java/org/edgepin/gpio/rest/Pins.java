// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.TreeSet;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.PATCH;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.Response;
import org.edgepin.gpio.BoardAwayException;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.GpioException;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.NoSuchPinException;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.PinState;
import org.edgepin.gpio.Role;
import org.edgepin.gpio.problem.Problem;
import org.jspecify.annotations.Nullable;

/** Pins, levels, settings. */
@Path("")
public final class Pins {

    private static final String JSON = "application/json";
    private static final String MERGE = "application/merge-patch+json";
    private static final String TEXT = "text/plain";

    private final Office office;

    Pins(Office office) {
        this.office = office;
    }

    @GET
    @Path("pins")
    @Produces(JSON)
    public Response pins(@Context HttpServletRequest request) throws Exception {
        var query = Query.of(request, "used");
        var used = used(request);
        var gpio = office.gpio(request);
        query.check(gpio);
        var shown = new ArrayList<JsonNode>();
        for (var pin : query.select(gpio)) {
            try {
                var state = gpio.state(pin);
                if (used == null || used != state.settings().equals(PinSettings.UNUSED)) {
                    shown.add(office.shown(state));
                }
            } catch (BoardAwayException | NoSuchPinException e) {
                // between the list and the look a board may go; who asks for a pin by name is told
                if (query.pins().contains(pin)) {
                    throw e;
                }
            }
        }
        return Office.json(Json.array(shown, it -> it));
    }

    private static @Nullable Boolean used(HttpServletRequest request) throws ProblemException {
        var values = Query.values(request, "used");
        if (values.isEmpty()) {
            return null;
        }
        var value = values.get(0);
        if (values.size() > 1 || !(value.equals("true") || value.equals("false"))) {
            throw SettingsChange.invalid("used", "neither true nor false", "true or false");
        }
        return Boolean.valueOf(value);
    }

    @GET
    @Path("pins/{board}/{number}")
    @Produces(JSON)
    public Response pin(
            @PathParam("board") String board, @PathParam("number") String number, @Context HttpServletRequest request)
            throws Exception {
        Query.only(request, Set.of());
        return Office.json(office.shown(office.gpio(request).state(id(board, number))));
    }

    @GET
    @Path("pins/{board}/{number}/level")
    @Produces({JSON + ";qs=1", TEXT + ";qs=0.5"})
    public Response read(
            @PathParam("board") String board, @PathParam("number") String number, @Context HttpServletRequest request)
            throws Exception {
        Query.only(request, Set.of());
        var pin = id(board, number);
        return level(request, pin, office.gpio(request).read(pin));
    }

    @PUT
    @Path("pins/{board}/{number}/level")
    @Consumes(JSON)
    @Produces({JSON + ";qs=1", TEXT + ";qs=0.5"})
    public Response write(
            @PathParam("board") String board,
            @PathParam("number") String number,
            InputStream body,
            @Context HttpServletRequest request)
            throws Exception {
        Query.only(request, Set.of());
        var change = Json.read(office.body(request, body));
        for (var names = change.fieldNames(); names.hasNext(); ) {
            var key = names.next();
            if (!key.equals("level")) {
                throw SettingsChange.invalid(key, "no such key", "level");
            }
        }
        var level = change.get("level");
        if (level == null) {
            throw SettingsChange.invalid("level", "missing", "0 or 1");
        }
        return write(request, id(board, number), SettingsChange.level("level", level));
    }

    @PUT
    @Path("pins/{board}/{number}/level")
    @Consumes(TEXT)
    @Produces({JSON + ";qs=1", TEXT + ";qs=0.5"})
    public Response writeText(
            @PathParam("board") String board,
            @PathParam("number") String number,
            InputStream body,
            @Context HttpServletRequest request)
            throws Exception {
        Query.only(request, Set.of());
        var text = new String(office.body(request, body), UTF_8);
        if (!text.matches("[01]\\r?\\n?")) {
            throw SettingsChange.invalid("level", "the body is not a level", "0 or 1");
        }
        return write(request, id(board, number), Words.level(text.charAt(0) - '0'));
    }

    private Response write(HttpServletRequest request, PinId pin, Level level) throws GpioException {
        var gpio = office.gpio(request);
        gpio.write(pin, level);
        return level(request, pin, gpio.read(pin));
    }

    /** Text for whoever asks for it and not for JSON too. */
    private static Response level(HttpServletRequest request, PinId pin, Level level) {
        var accepted = request.getHeader("Accept");
        var text = accepted != null
                && accepted.contains("text/")
                && !accepted.contains("json")
                && !accepted.contains("*/*");
        return text ? Response.ok(Words.bit(level) + "\n", TEXT).build() : Office.json(Json.level(pin, level));
    }

    @GET
    @Path("pins/{board}/{number}/settings")
    @Produces(JSON)
    public Response settings(
            @PathParam("board") String board, @PathParam("number") String number, @Context HttpServletRequest request)
            throws Exception {
        Query.only(request, Set.of());
        var state = office.gpio(request).state(id(board, number));
        return Office.tagged(named(state));
    }

    private ObjectNode named(PinState state) throws GpioException {
        var shown = Json.object().put("name", state.name());
        shown.setAll(Json.settings(state.settings(), office.planned(state)));
        return shown;
    }

    @PATCH
    @Path("pins/{board}/{number}/settings")
    @Consumes({JSON, MERGE})
    @Produces(JSON)
    public Response configure(
            @PathParam("board") String board,
            @PathParam("number") String number,
            InputStream body,
            @Context HttpServletRequest request)
            throws Exception {
        Query.only(request, Set.of());
        var pin = id(board, number);
        var change = Json.read(office.body(request, body));
        var gpio = office.gpio(request);
        return office.change(request, Role.ADMIN, "change " + pin + " " + change, () -> {
            var state = gpio.state(pin);
            Office.match(request, named(state));
            var planned = office.planned(state);
            var changed = SettingsChange.of(
                    change,
                    SettingsChange.withInitial(state.settings(), planned),
                    state.pin().capabilities());
            office.configuration().change(pin, changed.name(), changed.settings());
            return Office.tagged(named(gpio.state(pin)));
        });
    }

    @GET
    @Path("levels")
    @Produces(JSON)
    public Response readMany(@Context HttpServletRequest request) throws Exception {
        var query = Query.of(request);
        var gpio = office.gpio(request);
        query.check(gpio);
        var selected = new TreeSet<PinId>();
        for (var pin : query.select(gpio)) {
            if (query.pins().contains(pin) || isUsed(gpio, pin)) {
                selected.add(pin);
            }
        }
        return Office.json(Json.levels(gpio.read(selected)));
    }

    private static boolean isUsed(Gpio gpio, PinId pin) throws GpioException {
        try {
            return !gpio.state(pin).settings().equals(PinSettings.UNUSED);
        } catch (BoardAwayException | NoSuchPinException e) {
            return false;
        }
    }

    @PATCH
    @Path("levels")
    @Consumes({JSON, MERGE})
    @Produces(JSON)
    public Response writeMany(InputStream body, @Context HttpServletRequest request) throws Exception {
        Query.only(request, Set.of());
        var change = Json.read(office.body(request, body));
        var levels = new LinkedHashMap<PinId, Level>();
        for (var field : change.properties()) {
            var pin = PinId.parse(field.getKey())
                    .orElseThrow(() ->
                            SettingsChange.invalid(shown(field.getKey()), "not a pin", "board/number, as in main/17"));
            levels.put(pin, SettingsChange.level(field.getKey(), field.getValue()));
        }
        var gpio = office.gpio(request);
        gpio.write(levels);
        return Office.json(Json.levels(gpio.read(levels.keySet())));
    }

    private static String shown(String key) {
        return key.length() > 60 ? key.substring(0, 60) + "..." : key;
    }

    private static PinId id(String board, String number) throws ProblemException {
        return PinId.parse(board + "/" + number)
                .orElseThrow(() -> new ProblemException(
                        new Problem(Problem.Type.NO_SUCH_PIN, shown(board + "/" + number) + ": no such pin")));
    }
}
