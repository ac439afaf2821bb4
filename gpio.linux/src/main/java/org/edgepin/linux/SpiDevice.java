// SPDX-License-Identifier: Apache-2.0
package org.edgepin.linux;

import com.sun.jna.Pointer;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A chip on SPI, by the kernel's driver spidev ({@code linux/spi/spidev.h}).
 *
 * <p>Safe for use by several threads; transfers take turns and make no garbage once the longest has
 * been seen. After {@link #close} transfers fail with {@link Errno#EBADF}.
 */
public final class SpiDevice implements AutoCloseable {

    /** What spidev takes unless its module parameter bufsiz says otherwise. */
    private static final int USUAL_LENGTH = 4096;

    private final Descriptor chip;
    private final Block transfer = new Block(Uapi.SpiIocTransfer.SIZEOF);
    private Block out = new Block(USUAL_LENGTH);
    private Block in = new Block(USUAL_LENGTH);
    private boolean closed;

    private SpiDevice(Descriptor chip, SpiSettings settings) throws LinuxException {
        this.chip = chip;
        set(Ioctl.SPI_IOC_WR_MODE32, number(settings.mode() | (settings.lsbFirst() ? Uapi.SPI_LSB_FIRST : 0)));
        set(Ioctl.SPI_IOC_WR_BITS_PER_WORD, octet(settings.bitsPerWord()));
        set(Ioctl.SPI_IOC_WR_MAX_SPEED_HZ, number(settings.hz()));
        pointToBuffers();
    }

    /**
     * Opens a chip and sets how it is spoken to.
     *
     * @param device the chip's node, as in {@code /dev/spidev0.0}: bus 0, chip select 0
     */
    public static SpiDevice open(Path device, SpiSettings settings) throws LinuxException {
        Descriptor chip = Descriptor.open(device, "there is no such device; is SPI enabled?");
        try {
            return new SpiDevice(chip, settings);
        } catch (LinuxException e) {
            chip.close();
            throw e;
        }
    }

    private static Block number(int value) {
        Block number = new Block(Integer.BYTES);
        number.bytes.putInt(0, value);
        return number;
    }

    private static Block octet(int value) {
        Block octet = new Block(1);
        octet.bytes.put(0, (byte) value);
        return octet;
    }

    private void set(Ioctl request, Block argument) throws LinuxException {
        int result = chip.ioctl(request, argument);
        if (result < 0) {
            throw chip.failed(
                    "open " + chip.device(),
                    request,
                    result,
                    result == -Errno.ENOTTY ? "not a spidev device" : Errno.meaning(-result));
        }
    }

    private void makeRoom(int length) {
        if (out.bytes.capacity() < length) {
            out = new Block(length);
            in = new Block(length);
            pointToBuffers();
        }
    }

    private void pointToBuffers() {
        transfer.bytes.putLong(Uapi.SpiIocTransfer.TX_BUF, Pointer.nativeValue(out.address));
        transfer.bytes.putLong(Uapi.SpiIocTransfer.RX_BUF, Pointer.nativeValue(in.address));
    }

    /**
     * Selects the chip and exchanges bytes with it.
     *
     * @param sent what goes out
     * @param received as long as {@code sent}, filled with what comes in; may be the same array
     */
    public void transfer(byte[] sent, byte[] received) throws LinuxException {
        if (sent.length != received.length) {
            throw new IllegalArgumentException("sent " + sent.length + " bytes, room for " + received.length);
        }
        transfer(sent, 0, received, 0, sent.length);
    }

    /**
     * Selects the chip and exchanges bytes with it, from and to places within arrays.
     *
     * @throws LinuxException if the transfer fails; {@link Errno#EMSGSIZE} if it is longer than spidev's
     *     buffer, then nothing was sent
     */
    public synchronized void transfer(byte[] sent, int sentAt, byte[] received, int receivedAt, int length)
            throws LinuxException {
        Objects.checkFromIndexSize(sentAt, length, sent.length);
        Objects.checkFromIndexSize(receivedAt, length, received.length);
        makeRoom(length);
        out.bytes.put(0, sent, sentAt, length);
        transfer.bytes.putInt(Uapi.SpiIocTransfer.LEN, length);
        int result = closed ? -Errno.EBADF : chip.ioctl(Ioctl.SPI_IOC_MESSAGE, transfer);
        if (result < 0) {
            String reason = result == -Errno.EMSGSIZE
                    ? length + " bytes are more than spidev's buffer (its module parameter bufsiz)"
                    : Errno.meaning(-result);
            throw chip.failed("exchange bytes with " + chip.device(), Ioctl.SPI_IOC_MESSAGE, result, reason);
        }
        in.bytes.get(0, received, receivedAt, length);
    }

    /** Closes the chip. Does nothing if closed already. */
    @Override
    public synchronized void close() {
        closed = true;
        chip.close();
    }
}
