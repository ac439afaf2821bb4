// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * What stands in the header {@code Authorization}.
 *
 * @param user empty for a bearer token
 * @param secret the password or the token
 */
record Credentials(Optional<String> user, String secret) {

    /** Returns empty if the header is not understood. */
    static Optional<Credentials> of(String header) {
        var parts = header.strip().split(" +", 2);
        if (parts.length < 2) {
            return Optional.empty();
        }
        return switch (parts[0].toLowerCase(Locale.ROOT)) {
            case "bearer" -> Optional.of(new Credentials(Optional.empty(), parts[1]));
            case "basic" -> basic(parts[1]);
            default -> Optional.empty();
        };
    }

    private static Optional<Credentials> basic(String encoded) {
        try {
            var text = new String(Base64.getDecoder().decode(encoded), UTF_8);
            var colon = text.indexOf(':');
            return colon < 1
                    ? Optional.empty()
                    : Optional.of(new Credentials(Optional.of(text.substring(0, colon)), text.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Never shows what is secret. */
    @Override
    public String toString() {
        return user.map(it -> "password of " + it).orElse("token");
    }
}
