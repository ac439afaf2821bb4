// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.malos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.edgepin.gpio.Caller;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.GpioAccess;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.Role;
import org.edgepin.gpio.logged.Logged;
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
        endpoint = started(configuration.with("role", "operator").properties());
        raise(3, 3);

        assertThat(callers).containsOnly(new Caller("malos", "malos 127.0.0.1", Role.OPERATOR));
    }

    @Test
    void aWrongConfigurationChangesNothingAndARightOneDoes() {
        endpoint = started(configuration.properties());
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
        endpoint = started(host.properties());
        assertThat(log.warnings())
                .singleElement()
                .asString()
                .startsWith("MALOS: configuration refused, nothing runs until it is right: host = gateway");

        endpoint.configure(configuration.with("host", "127.0.0.1").properties());

        raise(3, 3);
    }

    @Test
    void aConfigurationThatIsTheSameLeavesThePortsOpen() {
        endpoint = started(configuration.properties());
        raise(3, 3);

        endpoint.configure(
                configuration.with("service.bundleLocation", "elsewhere").properties());

        assertThat(log.lines().stream().filter(line -> line.contains("listens")))
                .hasSize(1);
    }

    private MalosEndpoint started(Map<String, Object> properties) {
        var made = new MalosEndpoint(properties);
        made.bindAccess(access);
        return made;
    }

    @Test
    void opensItsPortsWhenTheCoreIsThere() {
        var made = new MalosEndpoint(configuration.properties());
        endpoint = made;
        assertThat(log.lines()).isEmpty();

        made.bindAccess(access);
        raise(3, 3);
    }

    @Test
    void aCommandThatComesWhileTheCoreIsUpdatedIsCarriedOutAfterwards() {
        var made = started(configuration.properties());
        endpoint = made;
        raise(3, 3);
        made.unbindAccess(access);
        try (var client = new ZContext()) {
            send(client, 4);
            made.bindAccess(access);
            await().until(() -> board.level(4) == Level.HIGH);
        }

        assertThat(log.lines().stream().filter(line -> line.contains("listens")))
                .hasSize(1);
        assertThat(log.warnings()).isEmpty();
    }

    @Test
    void aRefusedConfigurationDoesNotComeTrueWhenTheCoreIsUpdated() {
        var made = started(configuration.properties());
        endpoint = made;
        made.configure(configuration.with("role", "root").properties());
        made.unbindAccess(access);
        made.bindAccess(access);

        raise(3, 3);
    }

    @Test
    void aConfigurationThatChangesWhileTheCoreIsAwayCounts() {
        var made = started(configuration.properties());
        endpoint = made;
        made.unbindAccess(access);
        made.configure(configuration.with("pins", "5,6").properties());
        made.bindAccess(access);

        raise(1, 6);
    }

    private void send(ZContext client, int pin) {
        var configs = client.createSocket(SocketType.PUSH);
        configs.setHandshakeIvl(500);
        configs.connect("tcp://127.0.0.1:" + port);
        configs.send(Hex.bytes("42 06 08 %02x 10 01 18 01".formatted(pin)));
    }

    /** A client makes its pin, which is one of the board's, an output and high. */
    private void raise(int pin, int pinOfBoard) {
        try (var client = new ZContext()) {
            send(client, pin);
            await().until(() -> board.level(pinOfBoard) == Level.HIGH);
        }
    }
}
