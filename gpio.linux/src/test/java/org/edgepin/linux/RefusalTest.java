// SPDX-License-Identifier: Apache-2.0
package org.edgepin.linux;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What users read when the kernel says no; for all that needs no chip. */
class RefusalTest {

    private static final Path NULL = Path.of("/dev/null");
    private static final Path ABSENT = Path.of("/dev/gpiochip999");

    private static void refuses(ThrowingCallable call, int errno, String message) {
        assertThatThrownBy(call)
                .hasMessage(message)
                .asInstanceOf(InstanceOfAssertFactories.type(LinuxException.class))
                .extracting(LinuxException::errno)
                .isEqualTo(errno);
    }

    @Test
    void thereIsNoSuchDevice() {
        refuses(
                () -> GpioChip.open(ABSENT),
                Errno.ENOENT,
                "cannot open /dev/gpiochip999: there is no such chip (ENOENT from open)");
        refuses(
                () -> SmBus.open(Path.of("/dev/i2c-999"), 0x27),
                Errno.ENOENT,
                "cannot open /dev/i2c-999: there is no such adapter, or the module i2c-dev is not loaded"
                        + " (ENOENT from open)");
        refuses(
                () -> SpiDevice.open(Path.of("/dev/spidev999.0"), new SpiSettings(0, 1_000_000)),
                Errno.ENOENT,
                "cannot open /dev/spidev999.0: there is no such device; is SPI enabled? (ENOENT from open)");
    }

    @Test
    void theDeviceIsAnotherKindOfDevice() throws Exception {
        refuses(
                () -> GpioChip.open(NULL),
                Errno.ENOTTY,
                "cannot open /dev/null: not a GPIO chip (ENOTTY from GPIO_GET_CHIPINFO_IOCTL)");
        refuses(
                () -> SmBus.open(NULL, 0x27),
                Errno.ENOTTY,
                "cannot open chip 0x27 on /dev/null: not an I2C adapter (ENOTTY from I2C_SLAVE)");
        refuses(
                () -> SpiDevice.open(NULL, new SpiSettings(0, 1_000_000)),
                Errno.ENOTTY,
                "cannot open /dev/null: not a spidev device (ENOTTY from SPI_IOC_WR_MODE32)");
        try (MatrixioRegmap registers = MatrixioRegmap.open(NULL)) {
            refuses(
                    () -> registers.read(0x4000, new byte[2]),
                    Errno.ENOTTY,
                    "cannot read register 0x4000 of /dev/null: not a node of matrixio-core (ENOTTY from MATRIXIO_READ)");
        }
    }

    @Test
    void theExceptionCarriesTheCallAndTheDevice() {
        assertThatThrownBy(() -> GpioChip.open(NULL))
                .asInstanceOf(InstanceOfAssertFactories.type(LinuxException.class))
                .satisfies(e -> {
                    assertThat(e.call()).isEqualTo("GPIO_GET_CHIPINFO_IOCTL");
                    assertThat((Object) e.device()).isEqualTo(NULL);
                });
    }

    @Test
    void theMissingGroupIsNamed() {
        assertThat(Access.missing("edgepin", "gpio", fromString("rw-rw----")))
                .isEqualTo("edgepin is not in group gpio");
    }

    @Test
    void aGroupThatMayNotHelpsNobody() {
        String noGroup = "edgepin may not, and no group may: a udev rule is missing that gives the device to a group";

        assertThat(Access.missing("edgepin", "gpio", fromString("rw-r-----"))).isEqualTo(noGroup);
        assertThat(Access.missing("edgepin", "root", fromString("rw-rw----"))).isEqualTo(noGroup);
    }

    @Test
    void aRefusedOpenLeavesNoDescriptorBehind() throws Exception {
        SpiSettings settings = new SpiSettings(0, 1_000_000);
        long before = descriptors();

        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> GpioChip.open(NULL)).isInstanceOf(LinuxException.class);
            assertThatThrownBy(() -> SmBus.open(NULL, 0x27)).isInstanceOf(LinuxException.class);
            assertThatThrownBy(() -> SpiDevice.open(NULL, settings)).isInstanceOf(LinuxException.class);
        }

        assertThat(descriptors()).isLessThan(before + 10);
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    @Test
    void anErrorThatIsNotListedShowsItsNumber() {
        assertThat(new LinuxException("open /dev/null", NULL, "open", 99))
                .hasMessage("cannot open /dev/null: failed (errno 99 from open)");
    }

    @Test
    void argumentsThatNoDeviceTakesAreRefusedBeforeTheKernelIsAsked() {
        assertThatThrownBy(() -> SmBus.open(NULL, 0x80))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("address must be 0x00 to 0x7F, not 0x80");
        assertThatThrownBy(() -> new SpiSettings(4, 1)).hasMessage("mode must be 0 to 3, not 4");
        assertThatThrownBy(() -> new SpiSettings(0, 0)).hasMessage("hz must be positive, not 0");
        assertThatThrownBy(() -> new SpiSettings(0, 1, 33, false)).hasMessage("bits per word must be 1 to 32, not 33");
    }
}
