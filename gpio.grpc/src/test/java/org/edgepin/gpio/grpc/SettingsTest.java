// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.edgepin.gpio.grpc.TestServer.properties;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.edgepin.gpio.Role;
import org.edgepin.gpio.endpoint.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    @Test
    void theDefaultsListenOnLoopbackWithBothServices() throws Exception {
        var settings = Settings.of(properties("port", 50_051));

        assertThat(settings).hasToString("grpc main");
        assertThat(settings.loopback()).isTrue();
        assertThat(settings.services()).isEqualTo(Set.of(Settings.Service.EDGEPIN, Settings.Service.GL20));
        assertThat(settings.gl20Role()).isEqualTo(Role.OPERATOR);
        assertThat(settings.addresses())
                .first()
                .isEqualTo(new InetSocketAddress(InetAddress.getLoopbackAddress(), 50_051));
        assertThat(settings.addresses()).allMatch(it -> it.getAddress().isLoopbackAddress());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            host                 | gateway.local | must be localhost, or an IP address of this machine
            host                 |               | must be localhost, or an IP address of this machine
            port                 | 0             | must be a whole number from 1 to 65535
            port                 | 65536         | must be a whole number from 1 to 65535
            services             |               | must be one or both of edgepin,gl20
            services             | gl20,rest     | must be one or both of edgepin,gl20
            board                | a/b           | must be the name of a board
            gl20_role            | admin         | must be viewer or operator
            gl20_role            | root          | must be viewer or operator
            gl20_beyond_loopback | yes           | must be true or false
            key_store            | /no/such      | must be a PKCS12 or JKS file with a key
            .key_store_password  | $[secret:x]   | nothing was found for it
            max_connections      | 0             | must be a whole number from 1 to 10000
            history_events       | many          | must be a whole number from 100 to 1000000
            prot                 | 50051         | unknown key
            """)
    void aWrongValueIsRefusedWithItsKeyAndWhatWouldBeRight(String key, String value, String reason) {
        assertThatThrownBy(() -> Settings.of(properties(key, value == null ? "" : value)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.168.7.1"})
    void beyondLoopbackEdgepinNeedsTlsAndGl20AKeyOfItsOwn(String host) throws Exception {
        assertThatThrownBy(() -> Settings.of(properties("host", host)))
                .hasMessageContaining("key_store = : must be given for edgepin on host = " + host)
                .hasMessageContaining("gl20_beyond_loopback = false: must be true for gl20 on host = " + host);

        var open = Settings.of(properties("host", host, "services", "gl20", "gl20_beyond_loopback", true));
        assertThat(open.loopback()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "127.3.2.1"})
    void otherLoopbackAddressesNeedNothing(String host) throws Exception {
        assertThat(Settings.of(properties("host", host)).addresses()).hasSize(1);
    }

    @Test
    void aKeyStoreIsOpenedAtOnce(@TempDir Path folder) throws Exception {
        var store = Certificate.keyStore(folder, "secret");

        assertThat(Settings.of(properties("key_store", store.toString(), ".key_store_password", "secret"))
                        .identity())
                .isPresent();
        assertThatThrownBy(() -> Settings.of(properties("key_store", store.toString(), ".key_store_password", "wrong")))
                .hasMessageContaining("key_store = " + store)
                .hasMessageNotContaining("wrong");
        var text = Files.writeString(folder.resolve("text"), "no store");
        assertThatThrownBy(() -> Settings.of(properties("key_store", text.toString())))
                .hasMessageContaining("key_store = " + text);
    }
}
