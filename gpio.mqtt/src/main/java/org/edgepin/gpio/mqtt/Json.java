// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

/**
 * Writes JSON objects, in pure ASCII.
 *
 * <p>What this bundle says in JSON are four kinds of flat objects of texts, whole numbers and
 * booleans, and it reads none; a library would be several times this bundle.
 */
final class Json {

    private Json() {}

    /** Writes an object of keys and values in turn, spaced like the connector's documentation. */
    static String object(Object... keysAndValues) {
        var json = new StringBuilder("{");
        for (var i = 0; i < keysAndValues.length; i += 2) {
            json.append(i == 0 ? "" : ", ");
            text(json, String.valueOf(keysAndValues[i]));
            json.append(": ");
            var value = keysAndValues[i + 1];
            if (value instanceof Number || value instanceof Boolean) {
                json.append(value);
            } else {
                text(json, String.valueOf(value));
            }
        }
        return json.append('}').toString();
    }

    private static void text(StringBuilder json, String text) {
        json.append('"');
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c >= ' ' && c <= '~') {
                json.append(c);
            } else {
                json.append(String.format("\\u%04x", (int) c));
            }
        }
        json.append('"');
    }
}
