// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.access;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.edgepin.gpio.Role;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The users in {@code etc/users.properties}, whom Karaf's realm knows. Changes one line and leaves the
 * others, with comments, as they are. Thread-safe; one lock.
 */
@Component(service = Users.class)
public final class Users {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /** A line of a user, not of a group or a comment. */
    private static final Pattern LINE = Pattern.compile("\\s*([A-Za-z0-9][^\\s=:]*)\\s*[=:]\\s*([^,]*)(.*)");

    /** What the shipped file says that a group may do; each may log in through ssh. */
    private static final Map<Role, String> GROUPS =
            Map.of(Role.VIEWER, "viewergroup", Role.OPERATOR, "operatorgroup", Role.ADMIN, "admingroup");

    private final PrivateFile file;
    private String stamp = "";
    private Map<String, Optional<Role>> users = Map.of();

    @Activate
    public Users(BundleContext context) {
        this(Path.of(context.getProperty("karaf.etc")));
    }

    Users(Path etc) {
        this.file = new PrivateFile(etc.resolve("users.properties"));
    }

    /** Returns the users and their roles, empty for a user whose groups are others than ours. */
    synchronized Map<String, Optional<Role>> all() throws IOException {
        var now = file.stamp();
        if (!now.equals(stamp)) {
            var read = new TreeMap<String, Optional<Role>>();
            for (var line : file.lines()) {
                var match = LINE.matcher(line);
                if (match.matches()) {
                    read.put(match.group(1), role(match.group(3)));
                }
            }
            users = read;
            stamp = now;
        }
        return Map.copyOf(users);
    }

    /** Returns whether somebody could log in with a password. */
    boolean any() {
        try {
            return !all().isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    /** Changes whenever a user, a password or a role does. */
    String stamp() {
        return file.stamp();
    }

    /**
     * Adds a user, or gives one another password and role.
     *
     * @param hash from {@link Passwords}
     * @throws IllegalArgumentException if the name is no name
     */
    synchronized void put(String name, String hash, Role role) throws IOException {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'" + name + "' is not a name: 1 to 64 letters, digits, dots, dashes and underscores");
        }
        var lines = without(name);
        lines.add(name + " = {CRYPT}" + hash + "{CRYPT},_g_:" + GROUPS.get(role));
        file.write(lines);
    }

    /** Returns whether there was such a user. */
    synchronized boolean remove(String name) throws IOException {
        var before = file.lines();
        var lines = without(name);
        if (lines.size() == before.size()) {
            return false;
        }
        file.write(lines);
        return true;
    }

    private List<String> without(String name) throws IOException {
        var lines = new ArrayList<>(file.lines());
        lines.removeIf(line -> {
            var match = LINE.matcher(line);
            return match.matches() && match.group(1).equals(name);
        });
        return lines;
    }

    private static Optional<Role> role(String groups) {
        return GROUPS.entrySet().stream()
                .filter(it -> Pattern.compile(",\\s*(_g_:" + it.getValue() + "|" + it.getKey() + ")\\s*(,|$)")
                        .matcher(groups)
                        .find())
                .map(Map.Entry::getKey)
                .max(Comparator.naturalOrder());
    }
}
