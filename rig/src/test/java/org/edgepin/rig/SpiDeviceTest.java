// SPDX-License-Identifier: Apache-2.0
package org.edgepin.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.edgepin.linux.Errno;
import org.edgepin.linux.LinuxException;
import org.edgepin.linux.SpiDevice;
import org.edgepin.linux.SpiSettings;
import org.junit.jupiter.api.Test;

class SpiDeviceTest {

    private static SpiDevice open(SpiSettings settings) throws LinuxException {
        return SpiDevice.open(SimulatedSpi.DEVICE, settings);
    }

    @Test
    void whatGoesOutComesBackThroughTheLoop() throws Exception {
        byte[] sent = new byte[4096];
        new Random(1).nextBytes(sent);
        byte[] received = new byte[sent.length];
        try (SpiDevice chip = open(new SpiSettings(3, 15_000_000))) {
            long before = SimulatedSpi.messages();

            chip.transfer(sent, received);

            assertThat(received).isEqualTo(sent);
            assertThat(SimulatedSpi.messages() - before).isEqualTo(1);
            assertThat(SimulatedSpi.last()).isEqualTo(new SimulatedSpi.Transfer(3, 8, 15_000_000, 4096));
        }
    }

    @Test
    void theSameArrayCanGoOutAndComeIn() throws Exception {
        byte[] bytes = {1, 2, 3};
        try (SpiDevice chip = open(new SpiSettings(0, 1_000_000))) {
            chip.transfer(bytes, bytes);
        }

        assertThat(bytes).containsExactly(1, 2, 3);
    }

    @Test
    void aPartOfAnArrayIsExchanged() throws Exception {
        byte[] received = new byte[4];
        try (SpiDevice chip = open(new SpiSettings(0, 1_000_000))) {
            chip.transfer(new byte[] {1, 2, 3, 4}, 1, received, 2, 2);

            assertThat(received).containsExactly(0, 0, 2, 3);
            assertThat(SimulatedSpi.last().bytes()).isEqualTo(2);
        }
    }

    @Test
    void theSettingsReachTheController() throws Exception {
        open(new SpiSettings(1, 500_000, 16, true)).close();
        try (SpiDevice chip = open(new SpiSettings(2, 500_000, 16, true))) {
            chip.transfer(new byte[2], new byte[2]);

            assertThat(SimulatedSpi.last()).isEqualTo(new SimulatedSpi.Transfer(2 | 8, 16, 500_000, 2));
        }
    }

    @Test
    void longerThanTheDriversBufferIsRefusedAndTheDeviceGoesOn() throws Exception {
        try (SpiDevice chip = open(new SpiSettings(0, 1_000_000))) {
            assertThatThrownBy(() -> chip.transfer(new byte[4097], new byte[4097]))
                    .hasMessage("cannot exchange bytes with /dev/spidev0.0: 4097 bytes are more than spidev's buffer"
                            + " (its module parameter bufsiz) (EMSGSIZE from SPI_IOC_MESSAGE)");

            byte[] received = new byte[1];
            chip.transfer(new byte[] {9}, received);
            assertThat(received).containsExactly(9);
        }
    }

    @Test
    void aModeThatTheControllerCannotDoIsRefused() {
        assertThatThrownBy(() -> open(new SpiSettings(0, 1_000_000, 33, false)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void arraysThatDoNotFitAreRefused() throws Exception {
        try (SpiDevice chip = open(new SpiSettings(0, 1_000_000))) {
            assertThatThrownBy(() -> chip.transfer(new byte[2], new byte[3])).hasMessage("sent 2 bytes, room for 3");
            assertThatThrownBy(() -> chip.transfer(new byte[2], 1, new byte[2], 0, 2))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void afterClosingNothingGoesOut() throws Exception {
        SpiDevice chip = open(new SpiSettings(0, 1_000_000));
        chip.close();
        chip.close();
        long before = SimulatedSpi.messages();

        assertThatThrownBy(() -> chip.transfer(new byte[1], new byte[1]))
                .extracting(e -> ((LinuxException) e).errno())
                .isEqualTo(Errno.EBADF);
        assertThat(SimulatedSpi.messages()).isEqualTo(before);
    }
}
