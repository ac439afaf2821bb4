// SPDX-License-Identifier: Apache-2.0
package org.edgepin.welcome;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** On which TCP ports this process listens, as Linux tells it. */
final class Listening {

    private static final Path PROCESS = Path.of("/proc/self");
    private static final String LISTEN = "0A";

    private Listening() {}

    /** Returns whether it is this process; also if nobody tells. */
    static boolean ours(int port) {
        try {
            var sockets = sockets(port);
            try (var files = Files.newDirectoryStream(PROCESS.resolve("fd"))) {
                for (var file : files) {
                    if (sockets.contains(target(file))) {
                        return true;
                    }
                }
            }
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** The sockets that listen on a port, of all processes, as {@code socket:[12345]}. */
    private static Set<String> sockets(int port) throws IOException {
        var end = String.format(Locale.ROOT, ":%04X", port);
        var sockets = new HashSet<String>();
        for (var table : List.of("net/tcp", "net/tcp6")) {
            var file = PROCESS.resolve(table);
            if (Files.exists(file)) {
                for (var line : Files.readAllLines(file)) {
                    // number, local address, remote address, state, ..., and the tenth is the inode
                    var words = line.strip().split("\\s+", -1);
                    if (words.length > 9 && words[1].endsWith(end) && words[3].equals(LISTEN)) {
                        sockets.add("socket:[" + words[9] + "]");
                    }
                }
            }
        }
        return sockets;
    }

    /** A file may be closed while it is looked at. */
    private static String target(Path file) {
        try {
            return Files.readSymbolicLink(file).toString();
        } catch (IOException e) {
            return "";
        }
    }
}
