// SPDX-License-Identifier: Apache-2.0
package org.edgepin.welcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:1883, 127.0.0.1, 1883",
        "tcp://broker.example:1884, broker.example, 1884",
        "ssl://broker.example:8883/, broker.example, 8883",
        "::1:1883, ::1, 1883",
        "tcp://[::1]:1883, [::1], 1883",
    })
    void isReadFromHostAndPortWithOrWithoutAScheme(String text, String host, int port) {
        assertThat(Address.of(text)).contains(new Address(host, port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1883", ":1883", "broker.example", "broker.example:65536", "tcp://broker.example:"})
    void isNoneWithoutAHostOrAPort(String text) {
        assertThat(Address.of(text)).isEmpty();
    }

    @Test
    void answersAsLongAsSomebodyListens() throws IOException {
        Address address;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            address = new Address("127.0.0.1", socket.getLocalPort());
            assertThat(address.answers()).isTrue();
        }
        assertThat(address.answers()).isFalse();
    }
}
