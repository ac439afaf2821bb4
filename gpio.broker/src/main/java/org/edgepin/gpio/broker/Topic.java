// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.broker;

import java.util.List;
import java.util.Optional;

/**
 * A topic's name or a filter for names, MQTT 3.1.1 section 4.7.
 *
 * @param levels what stands between the slashes, at least one and perhaps empty
 */
record Topic(String text, List<String> levels) {

    /** Mosquitto's bound; whoever needs more has other plans. */
    private static final int MAX_LEVELS = 200;

    /** Roughly what the objects around a level's characters take. */
    private static final int OVERHEAD = 64;

    static Topic of(String text) {
        return new Topic(text, List.of(text.split("/", -1)));
    }

    /** Returns why no message can have this topic, empty if one can. */
    static Optional<String> wrongName(String text) {
        return text.indexOf('+') >= 0 || text.indexOf('#') >= 0
                ? Optional.of("a topic with a wildcard")
                : wrongText(text);
    }

    /** Returns why nobody can subscribe to this, empty if one can. */
    static Optional<String> wrongFilter(String text) {
        var wrong = wrongText(text);
        if (wrong.isPresent()) {
            return wrong;
        }
        var levels = of(text).levels();
        for (var i = 0; i < levels.size(); i++) {
            var level = levels.get(i);
            var plus = level.indexOf('+') >= 0;
            var hash = level.indexOf('#') >= 0;
            if ((plus || hash) && level.length() > 1) {
                return Optional.of("a filter with a wildcard beside other characters");
            }
            if (hash && i < levels.size() - 1) {
                return Optional.of("a filter with # before its end");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> wrongText(String text) {
        if (text.isEmpty()) {
            return Optional.of("an empty topic");
        }
        // Netty decodes what is not UTF-8 to U+FFFD.
        if (text.indexOf('\0') >= 0 || text.indexOf('\uFFFD') >= 0) {
            return Optional.of("a topic that is not UTF-8, or with U+0000");
        }
        return text.chars().filter(it -> it == '/').count() >= MAX_LEVELS
                ? Optional.of("a topic of more than " + MAX_LEVELS + " levels")
                : Optional.empty();
    }

    /** Returns whether this filter lets the name through. */
    boolean matches(Topic name) {
        var first = levels.get(0);
        if (name.text.startsWith("$") && (first.equals("#") || first.equals("+"))) {
            return false;
        }
        for (var i = 0; i < levels.size(); i++) {
            var level = levels.get(i);
            if (level.equals("#")) {
                return true;
            }
            if (i == name.levels.size() || !(level.equals("+") || level.equals(name.levels.get(i)))) {
                return false;
            }
        }
        return levels.size() == name.levels.size();
    }

    /** What it counts for in a {@link Budget}. */
    int bytes() {
        return 2 * text.length() + OVERHEAD * (1 + levels.size());
    }
}
