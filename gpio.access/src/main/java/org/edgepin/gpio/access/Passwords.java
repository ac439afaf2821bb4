// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.access;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.apache.karaf.jaas.modules.Encryption;
import org.apache.karaf.jaas.modules.EncryptionService;
import org.osgi.service.component.annotations.Component;

/**
 * How passwords are kept in {@code users.properties}, and checked: PBKDF2 with a salt for each, where
 * Karaf itself has only bare digests. Karaf uses it if {@code encryption.name} in {@code
 * org.apache.karaf.jaas.cfg} says so, also for logins through ssh. The text form is {@code
 * pbkdf2$ITERATIONS$SALT$HASH}, so that a later version can take more iterations.
 */
@Component(service = EncryptionService.class, property = "name=" + Passwords.NAME)
public final class Passwords implements EncryptionService, Encryption {

    static final String NAME = "pbkdf2";

    private static final String ALGORITHM = "PBKDF2WithHmacSHA512";

    /** OWASP Password Storage Cheat Sheet, for PBKDF2 with HMAC-SHA-512. */
    private static final int ITERATIONS = 210_000;

    /** A file that somebody has changed must not keep the processor busy for minutes. */
    private static final int MOST_ITERATIONS = 10_000_000;

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final Pattern TEXT =
            Pattern.compile(NAME + "\\$([1-9][0-9]{0,7})\\$([A-Za-z0-9_-]{22})\\$([A-Za-z0-9_-]{43})");

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    /** Whether a password was compared on this thread since {@link #begin()}. */
    private static final ThreadLocal<Boolean> COMPARED = new ThreadLocal<>();

    @Override
    public Encryption createEncryption(Map<String, String> options) {
        return this;
    }

    /** An empty password is nobody's. */
    @Override
    public String encryptPassword(String password) {
        if (password.isEmpty()) {
            return encryptPassword(UUID.randomUUID().toString());
        }
        var salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return String.join(
                "$",
                NAME,
                String.valueOf(ITERATIONS),
                ENCODER.encodeToString(salt),
                ENCODER.encodeToString(hash(password, salt, ITERATIONS)));
    }

    /** Whatever is not of the text form is nobody's password. */
    @Override
    public boolean checkPassword(String password, String stored) {
        var match = TEXT.matcher(stored);
        if (password.isEmpty() || !match.matches() || Integer.parseInt(match.group(1)) > MOST_ITERATIONS) {
            return false;
        }
        COMPARED.set(true);
        var salt = DECODER.decode(match.group(2));
        return MessageDigest.isEqual(
                DECODER.decode(match.group(3)), hash(password, salt, Integer.parseInt(match.group(1))));
    }

    /** To be called before the realm is asked. */
    static void begin() {
        COMPARED.set(false);
    }

    /**
     * To be called when the realm has refused: takes the time of a comparison if there was none, so that
     * a stranger's login takes as long as a user's.
     */
    static void refused(String password) {
        if (!Boolean.TRUE.equals(COMPARED.get())) {
            hash(password.isEmpty() ? NAME : password, new byte[SALT_BYTES], ITERATIONS);
        }
        COMPARED.remove();
    }

    private static byte[] hash(String password, byte[] salt, int iterations) {
        var spec = new PBEKeySpec(password.toCharArray(), salt, iterations, HASH_BYTES * 8);
        try {
            return SecretKeyFactory.getInstance(ALGORITHM).generateSecret(spec).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, e);
        } finally {
            spec.clearPassword();
        }
    }
}
