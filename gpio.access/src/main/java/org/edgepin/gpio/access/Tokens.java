// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.access;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.edgepin.gpio.Role;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bearer tokens of this gateway. {@code etc/edgepin.tokens} keeps what they may do and their
 * hashes; {@code etc/edgepin.token} is the text of the first one, made when there was no file of tokens
 * yet. Both are for their owner alone. A changed file counts at once. Thread-safe; one lock.
 */
@Component(service = Tokens.class)
public final class Tokens {

    private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);

    /** Says what it is to whoever finds it, and to programs that look for leaked secrets. */
    static final String PREFIX = "edgepin_";

    static final String FIRST = "first";

    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String HEADER =
            "# Made by edgepin:token-add. Name, role, made, expires, SHA-256 of the token.";

    private final PrivateFile file;
    private final PrivateFile first;
    private final Clock clock;
    private List<Token> tokens = List.of();
    private String stamp = "";

    @Activate
    public Tokens(BundleContext context) {
        this(Path.of(context.getProperty("karaf.etc")), Clock.systemUTC());
    }

    Tokens(Path etc, Clock clock) {
        this.file = new PrivateFile(etc.resolve("edgepin.tokens"));
        this.first = new PrivateFile(etc.resolve("edgepin.token"));
        this.clock = clock;
        if (!file.exists()) {
            try {
                first.write(List.of(add(FIRST, Role.ADMIN, Optional.empty())));
            } catch (IOException e) {
                LOG.error(
                        "cannot write a first token to {}: {}; edgepin:token-add makes one",
                        first.path(),
                        e.toString());
            }
        }
    }

    /** Returns those that are not revoked, also those that have expired. */
    synchronized List<Token> all() {
        refresh();
        return tokens;
    }

    /** Returns whether somebody could log in with a token. */
    boolean any() {
        return all().stream().anyMatch(it -> it.isValid(clock.instant()));
    }

    /** Returns the token of this text. */
    Optional<Token> find(String text) {
        if (!text.startsWith(PREFIX) || text.length() > 100) {
            return Optional.empty();
        }
        var hash = Token.hash(text);
        return all().stream()
                .filter(it -> it.hash().equals(hash) && it.isValid(clock.instant()))
                .findFirst();
    }

    /**
     * Makes a token and returns its text, which is not kept.
     *
     * @param life how long it is valid; empty for ever
     * @throws IllegalArgumentException if the name is taken or no name
     */
    synchronized String add(String name, Role role, Optional<Duration> life) throws IOException {
        if (!Token.isName(name)) {
            throw new IllegalArgumentException(
                    "'" + name + "' is not a name: 1 to 64 letters, digits, dots, dashes and underscores");
        }
        if (all().stream().anyMatch(it -> it.name().equals(name))) {
            throw new IllegalArgumentException("there is a token '" + name + "' already; edgepin:token-revoke ends it");
        }
        var bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        var text = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        var changed = new ArrayList<>(tokens);
        changed.add(new Token(name, role, now, life.map(now::plus), Token.hash(text)));
        write(changed);
        return text;
    }

    /** Ends a token; returns whether there was one. */
    synchronized boolean revoke(String name) throws IOException {
        var left = new ArrayList<>(all());
        if (!left.removeIf(it -> it.name().equals(name))) {
            return false;
        }
        write(left);
        if (name.equals(FIRST)) {
            first.delete();
        }
        return true;
    }

    private void write(List<Token> changed) throws IOException {
        var lines = new ArrayList<String>();
        lines.add(HEADER);
        changed.forEach(it -> lines.add(it.line()));
        file.write(lines);
        stamp = "";
    }

    /** Under the lock. A line that cannot be read is nobody's token. */
    private void refresh() {
        var now = file.stamp();
        if (now.equals(stamp)) {
            return;
        }
        var read = new ArrayList<Token>();
        try {
            for (var line : file.lines()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    Token.parse(line)
                            .ifPresentOrElse(
                                    read::add, () -> LOG.warn("{}: a line is no token and is left out", file.path()));
                }
            }
        } catch (IOException e) {
            LOG.error("cannot read {}, no token counts: {}", file.path(), e.toString());
            read.clear();
        }
        tokens = List.copyOf(read);
        stamp = now;
    }
}
