// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.malos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.edgepin.gpio.Caller;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.GpioAccess;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.Role;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.zeromq.SocketType;
import org.zeromq.ZContext;

class MalosEndpointTest {

    private final Logged log = new Logged();
    private final FakeBoard board = FakeBoard.matrixWithInputs();
    private final List<Caller> callers = new CopyOnWriteArrayList<>();
    private final Configuration configuration = Configuration.onFreePorts();
    private final int port = configuration.settings().port();
    private @Nullable MalosEndpoint endpoint;

    /** Remembers on whose behalf the pins are asked for. */
    private final GpioAccess access = new GpioAccess() {
        @Override
        public Gpio as(Caller caller) {
            callers.add(caller);
            return board;
        }

        @Override
        public <T extends @Nullable Object, E extends Exception> T perform(
                Caller caller, Role role, String deed, Task<T, E> task) {
            throw new AssertionError(deed);
        }

        @Override
        public void refused(Caller caller, String deed, String reason) {
            throw new AssertionError(deed);
        }
    };

    @AfterEach
    void close() {
        if (endpoint != null) {
            endpoint.deactivate();
        }
        log.close();
    }

    @Test
    void actsForTheClientsAddressWithTheConfiguredRole() {
        endpoint = new MalosEndpoint(configuration.with("role", "operator").properties(), access);
        raise(3, 3);

        assertThat(callers)
                .containsExactly(
                        new Caller("malos", "malos", Role.OPERATOR),
                        new Caller("malos", "malos 127.0.0.1", Role.OPERATOR));
    }

    @Test
    void aWrongConfigurationChangesNothingAndARightOneDoes() {
        endpoint = new MalosEndpoint(configuration.properties(), access);
        endpoint.configure(configuration.with("role", "root").properties());
        assertThat(log.warnings())
                .containsExactly("MALOS: configuration refused, the one before runs on: role = root: must be viewer,"
                        + " operator or admin");
        raise(3, 3);

        endpoint.configure(
                configuration.with("role", "admin").with("pins", "5,6").properties());
        raise(1, 6);
        assertThat(board.done()).containsExactly("output 3=HIGH", "output 6=HIGH");
    }

    @Test
    void startsWhenItsConfigurationHasBecomeRight() {
        var host = configuration.with("host", "gateway");
        endpoint = new MalosEndpoint(host.properties(), access);
        assertThat(log.warnings())
                .singleElement()
                .asString()
                .startsWith("MALOS: configuration refused, nothing runs until it is right: host = gateway");

        endpoint.configure(configuration.with("host", "127.0.0.1").properties());

        raise(3, 3);
    }

    @Test
    void aConfigurationThatIsTheSameLeavesThePortsOpen() {
        endpoint = new MalosEndpoint(configuration.properties(), access);
        raise(3, 3);

        endpoint.configure(
                configuration.with("service.bundleLocation", "elsewhere").properties());

        assertThat(log.lines().stream().filter(line -> line.contains("listens")))
                .hasSize(1);
    }

    /** A client makes its pin, which is one of the board's, an output and high. */
    private void raise(int pin, int pinOfBoard) {
        try (var client = new ZContext()) {
            var configs = client.createSocket(SocketType.PUSH);
            configs.setHandshakeIvl(500);
            configs.connect("tcp://127.0.0.1:" + port);
            configs.send(Hex.bytes("42 06 08 %02x 10 01 18 01".formatted(pin)));
            await().until(() -> board.level(pinOfBoard) == Level.HIGH);
        }
    }
}
