// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import org.edgepin.gpio.PinId;

/**
 * An event as it goes to the clients; all of them share it.
 *
 * @param number its place among all events
 * @param board the board it is about
 * @param pin the pin it is about; empty if it is about the whole board
 * @param sequence the number of the newest edge that it tells of; 0 if it tells of none
 * @param resets whether the sequences of the board's pins start anew
 * @param bytes the event, with its id
 */
@SuppressWarnings("ArrayRecordComponent") // frames are never compared, and their bytes never changed
record Frame(long number, String board, Optional<PinId> pin, long sequence, boolean resets, byte[] bytes) {

    /** Writes an event; JSON has no line breaks. */
    static byte[] event(String id, String type, JsonNode data) {
        var event = new ByteArrayOutputStream();
        event.writeBytes(("id: " + id + "\nevent: " + type + "\ndata: ").getBytes(UTF_8));
        event.writeBytes(Json.bytes(data));
        event.writeBytes("\n\n".getBytes(UTF_8));
        return event.toByteArray();
    }

    boolean wantedBy(Query query) {
        return pin.map(query::wants).orElseGet(() -> query.wants(board));
    }
}
