// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.PATCH;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.Response;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Role;

/** The gateway itself, its boards, and what their configuration says. */
@Path("")
public final class Gateway {

    private static final String JSON = "application/json";
    private static final String OPENAPI = "openapi.yaml";

    private final Office office;

    Gateway(Office office) {
        this.office = office;
    }

    @GET
    @Produces(JSON)
    public Response index(@Context HttpServletRequest request) throws ProblemException {
        Query.only(request, Set.of());
        var index =
                Json.object().put("boards", "boards").put("events", "events").put("health", "health");
        return Office.json(index.put("levels", "levels")
                .put("me", "me")
                .put("openapi", OPENAPI)
                .put("pins", "pins"));
    }

    @GET
    @Path(OPENAPI)
    @Produces("application/yaml")
    public Response openapi(@Context HttpServletRequest request) throws ProblemException, IOException {
        Query.only(request, Set.of());
        try (var document = Gateway.class.getResourceAsStream(OPENAPI)) {
            if (document == null) {
                throw new IllegalStateException("the bundle has no " + OPENAPI);
            }
            return Response.ok(document.readAllBytes()).build();
        }
    }

    @GET
    @Path("me")
    @Produces(JSON)
    public Response me(@Context HttpServletRequest request) throws ProblemException {
        Query.only(request, Set.of());
        var caller = Office.caller(request);
        return Office.json(Json.object()
                .put("name", caller.name())
                .put("role", caller.role().toString()));
    }

    @GET
    @Path("health")
    @Produces(JSON)
    public Response health(@Context HttpServletRequest request) throws ProblemException {
        Query.only(request, Set.of());
        var boards = office.gpio(request).boards();
        var healthy = boards.stream()
                .allMatch(
                        it -> it.state() == BoardStatus.State.UP && it.problem().isEmpty());
        var health = Json.object().put("healthy", healthy);
        health.set("boards", Json.array(boards, Json::board));
        return Response.status(healthy ? Response.Status.OK : Response.Status.SERVICE_UNAVAILABLE)
                .type(JSON)
                .entity(Json.bytes(health))
                .build();
    }

    @GET
    @Path("boards")
    @Produces(JSON)
    public Response boards(@Context HttpServletRequest request) throws ProblemException {
        Query.only(request, Set.of());
        return Office.json(Json.array(office.gpio(request).boards(), Json::board));
    }

    @GET
    @Path("boards/{board}")
    @Produces(JSON)
    public Response board(@PathParam("board") String board, @Context HttpServletRequest request)
            throws ProblemException {
        Query.only(request, Set.of());
        return Office.json(Json.board(status(board, request)));
    }

    private BoardStatus status(String board, HttpServletRequest request) throws ProblemException {
        return office.gpio(request).boards().stream()
                .filter(it -> it.name().equals(board))
                .findFirst()
                .orElseThrow(() -> Query.noSuchBoard(board.length() > 64 ? board.substring(0, 64) : board));
    }

    @GET
    @Path("boards/{board}/configuration")
    @Produces(JSON)
    public Response configuration(@PathParam("board") String board, @Context HttpServletRequest request)
            throws ProblemException {
        Query.only(request, Set.of());
        return Office.tagged(values(board, request));
    }

    private ObjectNode values(String board, HttpServletRequest request) throws ProblemException {
        status(board, request);
        var values = office.configuration().values(board).orElseThrow(() -> Query.noSuchBoard(board));
        var shown = Json.object();
        values.forEach(shown::put);
        return shown;
    }

    @PATCH
    @Path("boards/{board}/configuration")
    @Consumes({JSON, "application/merge-patch+json"})
    @Produces(JSON)
    public Response changeConfiguration(
            @PathParam("board") String board, InputStream body, @Context HttpServletRequest request) throws Exception {
        Query.only(request, Set.of());
        var change = Json.read(office.body(request, body));
        status(board, request);
        return office.change(request, Role.ADMIN, "change board " + board + " " + change, () -> {
            Office.match(request, values(board, request));
            Map<String, Optional<String>> changes = new LinkedHashMap<>();
            for (var field : change.properties()) {
                var value = field.getValue();
                if (!value.isValueNode()) {
                    throw SettingsChange.invalid(
                            field.getKey(), "not a value", "a text, a number, true, false or null");
                }
                changes.put(field.getKey(), value.isNull() ? Optional.empty() : Optional.of(value.asText()));
            }
            office.configuration().change(board, changes);
            return Office.tagged(values(board, request));
        });
    }
}
