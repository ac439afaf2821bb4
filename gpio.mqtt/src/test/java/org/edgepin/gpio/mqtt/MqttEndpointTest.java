// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.edgepin.gpio.Caller;
import org.edgepin.gpio.EdgeListener;
import org.edgepin.gpio.Role;
import org.edgepin.gpio.fake.FakeAccess;
import org.edgepin.gpio.logged.Logged;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a broker that is not there: what matters is which session runs. */
class MqttEndpointTest {

    private final FakeGpio gpio = new FakeGpio();
    private final FakeAccess access = new FakeAccess(gpio);
    private final Logged logged = new Logged();
    private final List<EdgeListener> listeners = new ArrayList<>();
    private final List<String> registered = new ArrayList<>();
    private final int port = Mosquitto.freePort();
    private final Path folder;
    private final MqttEndpoint endpoint;

    MqttEndpointTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.endpoint = endpoint(Configuration.forBroker(port));
    }

    @AfterEach
    void close() {
        endpoint.deactivate();
        gpio.close();
        logged.close();
    }

    @Test
    void listensToThePinsOfItsBoard() {
        assertThat(registered).containsExactly("main/*");
        assertThat(listeners).hasSize(1);
    }

    @Test
    void actsOnBehalfOfItsConnectionWithTheConfiguredRole() {
        endpoint.modified(Configuration.forBroker(port).with("role", "viewer").properties());

        var origin = "mqtt tcp://127.0.0.1:" + port;
        assertThat(access.callers())
                .containsExactly(
                        new Caller("mqtt test", origin, Role.OPERATOR), new Caller("mqtt test", origin, Role.VIEWER));
    }

    @Test
    void keepsWhatRunsWhenAChangedConfigurationIsWrongAndSaysWhy() {
        var running = listeners.get(0);

        endpoint.modified(
                Configuration.forBroker(port).with("qos", "3").with("bord", "x").properties());

        assertThat(listeners).containsExactly(running);
        assertThat(logged.warnings())
                .singleElement()
                .asString()
                .startsWith("mqtt test: configuration refused, the one before runs on: qos = 3: must be a whole number"
                        + " from 0 to 2; bord = x: unknown key; did you mean board?");
        assertThat(logged.showsAStackTrace()).isFalse();
    }

    @Test
    void takesAChangedConfiguration() {
        var running = listeners.get(0);

        endpoint.modified(Configuration.forBroker(port).with("board", "gl20").properties());

        assertThat(listeners).hasSize(1).doesNotContain(running);
        assertThat(registered).containsExactly("main/*", "gl20/*");
    }

    @Test
    void doesNotReconnectForAConfigurationThatSaysTheSame() {
        var running = listeners.get(0);

        endpoint.modified(Configuration.forBroker(port)
                .with("qos", " 1 ")
                .with("client_id", "")
                .properties());

        assertThat(listeners).containsExactly(running);
    }

    @Test
    void waitsForARightConfigurationIfTheFirstIsWrong() {
        listeners.clear();
        var waiting = endpoint(Configuration.forBroker(port).with("broker", "localhost"));
        assertThat(listeners).isEmpty();
        assertThat(logged.warnings())
                .singleElement()
                .asString()
                .startsWith("mqtt test: configuration refused, nothing runs until it is right: broker = localhost:"
                        + " must be tcp://host:port or ssl://host:port");

        waiting.modified(Configuration.forBroker(port).properties());
        assertThat(listeners).hasSize(1);
        waiting.deactivate();
        assertThat(listeners).isEmpty();
    }

    @Test
    void endsAndBeginsWithTheCore() {
        var running = listeners.get(0);
        endpoint.unbindAccess(access);
        assertThat(listeners).isEmpty();

        endpoint.bindAccess(access);
        assertThat(listeners).hasSize(1).doesNotContain(running);
        assertThat(logged.warnings()).isEmpty();
    }

    @Test
    void aRefusedConfigurationDoesNotComeTrueWhenTheCoreIsUpdated() {
        endpoint.modified(Configuration.forBroker(port).with("qos", "3").properties());

        endpoint.unbindAccess(access);
        endpoint.bindAccess(access);
        assertThat(listeners).hasSize(1);
        assertThat(registered).containsExactly("main/*", "main/*");
    }

    @Test
    void aConfigurationThatChangesWhileTheCoreIsAwayCounts() {
        endpoint.unbindAccess(access);
        endpoint.modified(Configuration.forBroker(port).with("board", "gl20").properties());
        assertThat(listeners).isEmpty();

        endpoint.bindAccess(access);
        assertThat(registered).containsExactly("main/*", "gl20/*");
    }

    @Test
    void goesOnWithTheCoreThatHasComeWhenTheOldOneGoes() {
        var next = new FakeAccess(gpio);
        endpoint.bindAccess(next);
        var running = listeners.get(0);

        endpoint.unbindAccess(access);
        assertThat(listeners).containsExactly(running);
    }

    @Test
    void withdrawsItsListenerAtTheEnd() {
        endpoint.deactivate();

        assertThat(listeners).isEmpty();
    }

    private MqttEndpoint endpoint(Configuration configuration) {
        var made = new MqttEndpoint(configuration.properties(), this::register, this::file);
        made.bindAccess(access);
        return made;
    }

    private File file(String name) {
        return folder.resolve(name).toFile();
    }

    private Runnable register(EdgeListener listener, String pins) {
        listeners.add(listener);
        registered.add(pins);
        var unregister = gpio.register(listener);
        return () -> {
            listeners.remove(listener);
            unregister.run();
        };
    }
}
