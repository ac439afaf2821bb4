// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.edgepin.gpio.Role;

/**
 * What is kept of a token: not its text.
 *
 * @param name what it is for
 * @param expires when it ends; empty for never
 * @param hash SHA-256 of its text, in hexadecimal; the text is random and long enough not to need more
 */
record Token(String name, Role role, Instant made, Optional<Instant> expires, String hash) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final String NEVER = "never";

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // each Java has it
        }
    }

    boolean isValid(Instant now) {
        return expires.isEmpty() || now.isBefore(expires.get());
    }

    String line() {
        return String.join(
                " ",
                name,
                role.toString(),
                made.toString(),
                expires.map(Instant::toString).orElse(NEVER),
                hash);
    }

    /** Reads what {@link #line()} has written; empty if it did not. */
    static Optional<Token> parse(String line) {
        var words = line.strip().split(" +", -1);
        if (words.length != 5 || !isName(words[0]) || !HASH.matcher(words[4]).matches()) {
            return Optional.empty();
        }
        try {
            var expires = words[3].equals(NEVER) ? Optional.<Instant>empty() : Optional.of(Instant.parse(words[3]));
            return Role.parse(words[1])
                    .map(role -> new Token(words[0], role, Instant.parse(words[2]), expires, words[4]));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
