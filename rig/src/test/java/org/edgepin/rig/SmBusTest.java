// SPDX-License-Identifier: Apache-2.0
package org.edgepin.rig;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.edgepin.rig.SimulatedBus.EEPROM;
import static org.edgepin.rig.SimulatedBus.EXPANDER;
import static org.edgepin.rig.SimulatedBus.MEMORY;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.edgepin.linux.Errno;
import org.edgepin.linux.I2cAdapter;
import org.edgepin.linux.LinuxException;
import org.edgepin.linux.SmBus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SmBusTest {

    private static final String I801 = "SMBus I801 adapter at 0000:00:1f.3";

    private final SimulatedBus wires = new SimulatedBus();
    private final Path adapter = new I2cAdapter(wires.plugIn(I801), I801).device();

    @AfterEach
    void unplug() {
        wires.close();
    }

    private SmBus expander() throws LinuxException {
        return SmBus.open(adapter, EXPANDER);
    }

    @Test
    void anAdapterIsFoundByTheBeginningOfItsName() {
        try (SimulatedBus other = new SimulatedBus()) {
            other.plugIn(40, "DPDDC-A");

            assertThat(I2cAdapter.named("SMBus I801 adapter at "))
                    .singleElement()
                    .satisfies(found -> assertThat((Object) found.device()).isEqualTo(adapter));
            assertThat(I2cAdapter.list()).extracting(I2cAdapter::name).containsExactly(I801, "DPDDC-A");
            assertThat(I2cAdapter.named("DPDDC")).containsExactly(new I2cAdapter(40, "DPDDC-A"));
        }
    }

    @Test
    void aRegisterIsReadAndWritten() throws Exception {
        try (SmBus expander = expander()) {
            expander.writeByte(6, 0xFC);
            expander.writeByte(2, 0b01);

            assertThat(expander.readByte(6)).isEqualTo(0xFC);
            assertThat(expander.readByte(0)).isEqualTo(0b1111_1101);
            assertThat(wires.registers()).isEqualTo("fd ff 01 ff 00 00 fc ff");
        }
    }

    @Test
    void theWorldIsSeenInTheInputRegisterAlsoBehindOutputs() throws Exception {
        try (SmBus expander = expander()) {
            expander.writeByte(6, 0xFC);
            wires.holdLow(0b1000_0010);

            assertThat(expander.readByte(0)).isEqualTo(0b0111_1101);
            assertThat(expander.readByte(2)).as("the latch knows nothing of it").isEqualTo(0xFF);
        }
    }

    @Test
    void wordsAndBlocksAreSeveralRegisters() throws Exception {
        try (SmBus expander = expander()) {
            expander.writeWord(2, 0xBEEF);
            assertThat(expander.readWord(2)).isEqualTo(0xBEEF);
            assertThat(expander.readByte(3)).isEqualTo(0xBE);

            expander.writeI2cBlock(6, (byte) 0x12, (byte) 0x84);
            byte[] both = new byte[2];
            expander.readI2cBlock(6, both);
            assertThat(both).containsExactly(0x12, 0x84);
            assertThat(wires.registers()).isEqualTo("ff be ef be 00 00 12 84");
        }
    }

    @Test
    void aBlockCarriesItsLength() throws Exception {
        try (SmBus memory = SmBus.open(adapter, MEMORY)) {
            byte[] sent = new byte[32];
            for (int i = 0; i < sent.length; i++) {
                sent[i] = (byte) (200 + i);
            }
            byte[] received = new byte[32];

            memory.writeBlock(0, sent);
            assertThat(memory.readBlock(0, received)).isEqualTo(32);
            assertThat(received).isEqualTo(sent);

            memory.writeBlock(0, (byte) 7);
            assertThat(memory.readBlock(0, received)).isEqualTo(1);
            assertThat(received[0]).isEqualTo((byte) 7);
        }
    }

    @Test
    void aByteCanGoWithoutARegister() throws Exception {
        try (SmBus memory = SmBus.open(adapter, MEMORY)) {
            memory.send(0xA5);

            assertThat(memory.receive()).isEqualTo(0xA5);
        }
    }

    @Test
    void noAcknowledgeIsAnErrorAndNoData() throws Exception {
        try (SmBus expander = expander()) {
            wires.fail(Errno.ENXIO);
            assertThatThrownBy(() -> expander.readByte(0))
                    .hasMessage(
                            "cannot read 0x00 of chip 0x27 on " + adapter + ": no acknowledge (ENXIO from I2C_SMBUS)");
            assertThatThrownBy(() -> expander.writeByte(2, 3))
                    .hasMessage(
                            "cannot write 0x02 of chip 0x27 on " + adapter + ": no acknowledge (ENXIO from I2C_SMBUS)")
                    .extracting(SmBusTest::errno)
                    .isEqualTo(Errno.ENXIO);
            assertThat(wires.registers()).startsWith("ff ff ff");

            wires.fail(0);
            assertThat(expander.readByte(0)).isEqualTo(0xFF);
        }
    }

    @Test
    void aChipThatIsNotThereDoesNotAcknowledge() throws Exception {
        try (SmBus nobody = SmBus.open(adapter, 0x20)) {
            assertThatThrownBy(() -> nobody.readByte(0))
                    .hasMessage(
                            "cannot read 0x00 of chip 0x20 on " + adapter + ": no acknowledge (ENXIO from I2C_SMBUS)");
        }
    }

    @Test
    void everyWayABusCanFailHasItsWords() throws Exception {
        try (SmBus expander = expander()) {
            for (var failure : List.of(
                    List.of(Errno.EREMOTEIO, "no acknowledge (EREMOTEIO from I2C_SMBUS)"),
                    List.of(Errno.ETIMEDOUT, "the bus is stuck (ETIMEDOUT from I2C_SMBUS)"),
                    List.of(Errno.EBUSY, "the bus is busy (EBUSY from I2C_SMBUS)"),
                    List.of(Errno.EPROTO, "protocol error (EPROTO from I2C_SMBUS)"))) {
                wires.fail((Integer) failure.get(0));
                assertThatThrownBy(() -> expander.readByte(0)).hasMessageEndingWith((String) failure.get(1));
            }
            wires.fail(0);
            byte[] block = new byte[32];
            assertThatThrownBy(() -> expander.readBlock(0, block))
                    .hasMessageEndingWith("the adapter cannot do such a transfer (EOPNOTSUPP from I2C_SMBUS)");
        }
    }

    @Test
    void plainI2cCarriesWhatIsLongerThanABlock() throws Exception {
        wires.unplug();
        Path plain = new I2cAdapter(wires.plugInPlain("bcm2835 (i2c@7e804000)"), "").device();
        byte[] text = "seventy bytes of text, more than a block of SMBus can carry at one time".getBytes(US_ASCII);
        byte[] message = new byte[1 + text.length];
        message[0] = 0x20;
        System.arraycopy(text, 0, message, 1, text.length);
        try (SmBus eeprom = SmBus.open(plain, EEPROM)) {
            eeprom.write(message, 0, message.length);
            eeprom.write(message, 0, 1);
            byte[] read = new byte[text.length + 4];
            eeprom.read(read, 2, text.length);

            assertThat(Arrays.copyOfRange(read, 2, 2 + text.length)).isEqualTo(text);
            assertThat(read).startsWith(0, 0).endsWith(0, 0);
        }
        assertThat(wires.transfers()).isEqualTo(3);
    }

    @Test
    void theKernelMakesTransfersOfSmBusOutOfPlainI2c() throws Exception {
        wires.unplug();
        Path plain = new I2cAdapter(wires.plugInPlain("bcm2835 (i2c@7e804000)"), "").device();
        try (SmBus expander = SmBus.open(plain, EXPANDER)) {
            expander.writeByte(6, 0xFC);
            expander.writeWord(2, 0x0201);

            assertThat(expander.readByte(6)).isEqualTo(0xFC);
            assertThat(expander.readWord(2)).isEqualTo(0x0201);
            assertThat(wires.registers()).isEqualTo("fd ff 01 02 00 00 fc ff");
        }
        try (SmBus nobody = SmBus.open(plain, MEMORY)) {
            assertThatThrownBy(() -> nobody.readByte(0)).hasMessageContaining("no acknowledge");
            assertThatThrownBy(() -> nobody.read(new byte[2], 0, 2))
                    .hasMessageEndingWith("no acknowledge (EREMOTEIO from read)");
            assertThatThrownBy(() -> nobody.write(new byte[2], 0, 2))
                    .hasMessageEndingWith("no acknowledge (EREMOTEIO from write)");
        }
    }

    @Test
    void anAdapterThatHasGoneIsNotAChipThatHasGone() throws Exception {
        try (SmBus expander = expander()) {
            expander.writeByte(2, 0x55);
            wires.unplug();

            assertThatThrownBy(() -> expander.readByte(0))
                    .hasMessage("cannot read 0x00 of chip 0x27 on " + adapter
                            + ": the adapter has gone (ENODEV from I2C_SMBUS)");
            assertThat(I2cAdapter.named(I801)).isEmpty();

            wires.plugIn(41, I801);
            try (SmBus again = SmBus.open(I2cAdapter.named(I801).get(0).device(), EXPANDER)) {
                assertThat(again.readByte(2)).isEqualTo(0x55);
            }
        }
    }

    @Test
    void aChipOfAKernelDriverIsRefusedWithTheNameOfTheDriver() throws Exception {
        Path sysfs = Path.of("/sys/bus/i2c/devices", adapter.getFileName().toString());
        Files.writeString(sysfs.resolve("new_device"), "dummy 0x27");
        try {
            assertThatThrownBy(this::expander)
                    .hasMessage("cannot open chip 0x27 on " + adapter
                            + ": the kernel's driver dummy has it (EBUSY from I2C_SLAVE)")
                    .extracting(SmBusTest::errno)
                    .isEqualTo(Errno.EBUSY);
        } finally {
            Files.writeString(sysfs.resolve("delete_device"), "0x27");
        }
        expander().close();
    }

    @Test
    void aSlowTransferIsWaitedFor() throws Exception {
        try (SmBus expander = expander()) {
            wires.slowDown(Duration.ofMillis(30));
            long start = System.nanoTime();

            assertThat(expander.readByte(0)).isEqualTo(0xFF);

            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(30_000_000);
            wires.slowDown(Duration.ZERO);
        }
    }

    @Test
    void eachCallIsOneTransfer() throws Exception {
        try (SmBus expander = expander()) {
            long before = wires.transfers();

            expander.readByte(0);
            expander.readWord(0);
            expander.writeByte(2, 1);

            assertThat(wires.transfers() - before).isEqualTo(3);
            assertThat(wires.writes()).isEqualTo(1);
        }
    }

    @Test
    void numbersThatFitNoByteAreRefusedNotCut() throws Exception {
        try (SmBus expander = expander()) {
            assertThatThrownBy(() -> expander.writeByte(2, 0x100)).hasMessage("value must be 0x00 to 0xFF, not 0x100");
            assertThatThrownBy(() -> expander.readByte(-1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> expander.writeWord(2, 0x1_0000)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> expander.writeBlock(0)).hasMessage("a block has 1 to 32 bytes, not 0");
            assertThatThrownBy(() -> expander.writeI2cBlock(0, new byte[33]))
                    .hasMessage("a block has 1 to 32 bytes, not 33");
            assertThat(wires.writes()).isZero();
        }
    }

    @Test
    void afterClosingNothingGoesOut() throws Exception {
        SmBus expander = expander();
        expander.close();
        expander.close();

        assertThatThrownBy(() -> expander.writeByte(2, 0))
                .extracting(SmBusTest::errno)
                .isEqualTo(Errno.EBADF);
        assertThat(wires.transfers()).isZero();
    }

    private static int errno(Throwable e) {
        return ((LinuxException) e).errno();
    }
}
