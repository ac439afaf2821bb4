// SPDX-License-Identifier: Apache-2.0
package org.edgepin.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedGateway.class)
class GatewayTest {

    @Test
    void startsWithoutAComplaint(Gateway gateway) {
        assertThat(gateway.complaints()).isEmpty();
        assertThat(gateway.output()).isEmpty();
    }

    @Test
    void listensOnTheLoopbackInterfaceOnly(Gateway gateway) throws IOException {
        var listening = listening(gateway.process().pid());

        assertThat(listening).anyMatch(address -> address.endsWith(":%04X".formatted(gateway.sshPort())));
        assertThat(listening).allMatch(GatewayTest::isLoopback);
    }

    @Test
    void hasEachOfItsBundlesActive(Gateway gateway) {
        assertThat(gateway.console("bundle:list --no-format").lines().skip(1))
                .isNotEmpty()
                .allMatch(line -> line.contains("Active"));
    }

    @Test
    void hasNoUserButTheOneOfTheTests(Gateway gateway) throws IOException {
        assertThat(Files.readAllLines(gateway.etc("users.properties")))
                .filteredOn(line -> !line.isBlank() && !line.startsWith("#") && !line.startsWith("_g_"))
                .singleElement()
                .asString()
                .startsWith("test = ");
        assertThat(Files.readAllLines(gateway.etc("keys.properties")))
                .allMatch(line -> line.isBlank() || line.startsWith("#") || line.startsWith("_g_"));
    }

    @Test
    void saysWhatACommandThatDoesNotExistIs(Gateway gateway) {
        assertThat(gateway.refused("gpio:no-such-command")).contains("Command not found");
    }

    /** The local addresses of a process's listening sockets as the kernel prints them, in hexadecimal. */
    private static List<String> listening(long pid) throws IOException {
        Set<String> inodes = new HashSet<>();
        try (var descriptors = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (var descriptor : descriptors) {
                var target = Files.readSymbolicLink(descriptor).toString();
                if (target.startsWith("socket:[")) {
                    inodes.add(target.substring("socket:[".length(), target.length() - 1));
                }
            }
        }
        List<String> addresses = new ArrayList<>();
        for (var family : List.of("tcp", "tcp6")) {
            for (var line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "net", family))) {
                var fields = line.strip().split("\\s+", -1);
                if (fields[3].equals("0A") && inodes.contains(fields[9])) {
                    addresses.add(fields[1]);
                }
            }
        }
        return addresses;
    }

    /** 127.0.0.1 as IPv4, ::ffff:127.0.0.1 and ::1 as IPv6, on a little-endian machine. */
    private static boolean isLoopback(String address) {
        return address.startsWith("0100007F:")
                || address.startsWith("0000000000000000FFFF00000100007F:")
                || address.startsWith("00000000000000000000000001000000:");
    }
}
