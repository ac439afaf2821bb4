// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.malos;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.edgepin.gpio.logged.Logged;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DriverTest {

    private static final String NO_PROTOBUF = "0, Invalid configuration for Gpio driver. Could not parse protobuf.";
    private static final String NOT_THIS_WAY = "0, Invalid specific configuration for Gpio driver.";
    private static final String TIMES = "0d 00 00 00 40 15 00 00 60 40";

    private final Logged log = new Logged();
    private final List<String> errors = new ArrayList<>();
    private final List<String> updates = new ArrayList<>();
    private final Fake device = new Fake();
    private long now;
    private final Driver driver = new Driver(
            20_049,
            device,
            () -> now,
            frame -> errors.add(new String(frame, US_ASCII)),
            frame -> updates.add(Hex.text(frame)));

    private static final class Fake implements Device {

        private boolean understands = true;
        private Optional<byte[]> update = Optional.of(new byte[0]);
        private final List<DriverConfig> configs = new ArrayList<>();

        @Override
        public String name() {
            return "Gpio";
        }

        @Override
        public String notes() {
            return "notes";
        }

        @Override
        public boolean configure(DriverConfig config, String from, Consumer<String> errors) {
            configs.add(config);
            if (!understands) {
                errors.accept("first");
            }
            return understands;
        }

        @Override
        public Optional<byte[]> update() {
            return update;
        }
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void aConfigSetsTheTimesThatTheInfoShows() {
        driver.configure(Hex.bytes(TIMES), "");

        assertThat(driver.info()).isEqualTo(new Messages.Info("Gpio", 20_049, 2_000, 3_500, "notes"));
        assertThat(errors).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff ff ff", "68 65 6c 6c 6f", TIMES + " 72 03 c3 28 7a"})
    void whatIsNoConfigIsReportedAndChangesNothing(String bytes) {
        driver.configure(Hex.bytes(bytes), "");

        assertThat(errors).containsExactly(NO_PROTOBUF);
        assertThat(device.configs).isEmpty();
        assertThat(driver.info().delayMs()).isEqualTo(1_000);
    }

    @Test
    void aConfigThatTheDeviceRefusesDoesNotSetTheTimes() {
        device.understands = false;

        driver.configure(Hex.bytes(TIMES), "");

        assertThat(errors).containsExactly("first", NOT_THIS_WAY);
        assertThat(driver.info().delayMs()).isEqualTo(1_000);
        assertThat(driver.info().timeoutMs()).isEqualTo(5_000);
    }

    @Test
    void anUpdateThatIsNotThereIsReportedAtTheSamePace() {
        driver.ping();
        device.update = Optional.empty();
        pass(50);
        pass(999);
        assertThat(errors).containsExactly("1, Could not send update for Gpio driver.");
        pass(1);
        device.update = Optional.of(Hex.bytes("20 01"));
        pass(1_000);

        assertThat(errors).hasSize(2);
        assertThat(updates).containsExactly("20 01");
    }

    @Test
    void nothingIsSentUnlessSomebodyPings() {
        assertThat(driver.pause()).isEqualTo(Long.MAX_VALUE);
        pass(10_000);

        assertThat(updates).isEmpty();
        assertThat(errors).isEmpty();
    }

    @Test
    void aDefectOfTheDeviceIsLoggedAndEndsNothing() {
        var broken = new Driver(
                20_049,
                new Device() {
                    @Override
                    public String name() {
                        return "Gpio";
                    }

                    @Override
                    public String notes() {
                        return "";
                    }

                    @Override
                    public boolean configure(DriverConfig config, String from, Consumer<String> told) {
                        throw new IllegalStateException("defect");
                    }

                    @Override
                    public Optional<byte[]> update() {
                        throw new IllegalStateException("defect");
                    }
                },
                () -> now,
                frame -> errors.add(new String(frame, US_ASCII)),
                frame -> updates.add(Hex.text(frame)));

        broken.configure(new byte[0], "");
        broken.ping();
        now += TimeUnit.MILLISECONDS.toNanos(50);
        broken.update();

        assertThat(errors).containsExactly(NOT_THIS_WAY, "1, Could not send update for Gpio driver.");
        assertThat(log.warnings()).hasSize(2);
        assertThat(broken.pause()).isEqualTo(TimeUnit.SECONDS.toNanos(1));
    }

    private void pass(long milliseconds) {
        now += TimeUnit.MILLISECONDS.toNanos(milliseconds);
        driver.update();
    }
}
