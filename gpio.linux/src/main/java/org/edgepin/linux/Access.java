// SPDX-License-Identifier: Apache-2.0
package org.edgepin.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** Finds out why a device may not be opened. */
final class Access {

    /** Returns which group the user must be in, or that no group may open the device. */
    static String missing(Path device) {
        String user = System.getProperty("user.name", "this user");
        try {
            PosixFileAttributes attributes = Files.readAttributes(device, PosixFileAttributes.class);
            return missing(user, attributes.group().getName(), attributes.permissions());
        } catch (IOException e) {
            return user + " may not";
        }
    }

    static String missing(String user, String group, Set<PosixFilePermission> permissions) {
        boolean groupMay =
                permissions.containsAll(Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_WRITE));
        if (!groupMay || group.equals("root")) {
            return user + " may not, and no group may: a udev rule is missing that gives the device to a group";
        }
        return user + " is not in group " + group;
    }

    private Access() {}
}
