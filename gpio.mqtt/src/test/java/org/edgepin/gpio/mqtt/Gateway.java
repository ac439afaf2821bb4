// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import java.io.File;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A board on a broker, as {@link MqttEndpoint} makes it. */
final class Gateway implements AutoCloseable {

    private final Session session;
    private final Runnable unregister;

    private Gateway(FakeGpio gpio, Settings settings, @Nullable File memory) {
        this.session = new Session(settings, gpio, memory, Duration.ZERO);
        this.unregister = gpio.register(session);
        session.start();
    }

    static Gateway of(FakeGpio gpio, Configuration configuration) {
        return new Gateway(gpio, configuration.settings(), null);
    }

    static Gateway of(FakeGpio gpio, Configuration configuration, File memory) {
        return new Gateway(gpio, configuration.settings(), memory);
    }

    @Override
    public void close() {
        unregister.run();
        session.close();
    }
}
