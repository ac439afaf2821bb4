// SPDX-License-Identifier: Apache-2.0
package org.edgepin.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartAndStopTest {

    @Test
    void stopsCleanlyOnSigtermAndStartsAgain() {
        try (var gateway = Gateway.start()) {
            var pid = gateway.folder().resolve("karaf.pid");
            assertThat(pid).hasContent(Long.toString(gateway.process().pid()));
            assertThat(gateway.stop()).isZero();
            assertThat(pid).doesNotExist();
            gateway.boot();
            assertThat(gateway.stop()).isZero();

            assertThat(gateway.output()).isEmpty();
            assertThat(gateway.complaints()).isEmpty();
        }
    }

    @Test
    void needsNoHostNameThatResolves() throws Exception {
        var ownName = List.of(
                "unshare",
                "--user",
                "--map-root-user",
                "--uts",
                "sh",
                "-c",
                "hostname no-such-host && exec \"$0\" \"$@\"");
        assumeTrue(Command.of(ownName, "true").run().status() == 0, "this machine lets us name it");

        try (var gateway = Gateway.prepare().under(ownName)) {
            gateway.boot();
            assertThat(gateway.stop()).isZero();

            assertThat(gateway.complaints()).isEmpty();
        }
    }

    @Test
    void needsNeitherANetworkNorAMavenRepository(@TempDir Path home) throws Exception {
        var ownNetwork = List.of(
                "unshare", "--user", "--map-root-user", "--net", "sh", "-c", "ip link set lo up && exec \"$0\" \"$@\"");
        assumeTrue(Command.of(ownNetwork, "true").run().status() == 0, "this machine lets us make a network");

        try (var gateway = Gateway.prepare().under(ownNetwork).environment("EXTRA_JAVA_OPTS", "-Duser.home=" + home)) {
            gateway.boot();
            assertThat(gateway.stop()).isZero();

            assertThat(gateway.complaints()).isEmpty();
        }
        assertThat(home).isEmptyDirectory();
    }
}
