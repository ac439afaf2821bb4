// SPDX-License-Identifier: Apache-2.0
package org.edgepin.linux;

import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A chip on an SMBus or I2C bus, by the transfers of the SMBus specification (request {@code
 * I2C_SMBUS} of {@code linux/i2c-dev.h}), which controllers without plain I2C can do as well; and by
 * plain I2C, which those refuse with {@link Errno#EOPNOTSUPP}. Transfers of SMBus make no garbage.
 *
 * <p>If the chip does not acknowledge, a transfer fails with {@link Errno#ENXIO} or, with some
 * adapters' drivers, {@link Errno#EREMOTEIO}; if the adapter has gone, with {@link Errno#ENODEV}. An
 * adapter that is removed stays half there, and its number taken, until everybody has closed it. So
 * close this when it keeps failing, and look for the adapter again.
 *
 * <p>Safe for use by several threads; transfers take turns. A transfer under way cannot be ended,
 * {@link #close} waits for it: the adapter's driver gives up after at most a few seconds. After
 * {@link #close} transfers fail with {@link Errno#EBADF}.
 */
public final class SmBus implements AutoCloseable {

    /** The longest block, in bytes. */
    public static final int BLOCK_MAX = Uapi.I2C_SMBUS_BLOCK_MAX;

    /** What i2c-dev takes at once. */
    private static final int PLAIN_MAX = 8192;

    private static final int USUAL_LENGTH = 64;

    /** The union behind the struct that points to it. */
    private static final int DATA = 16;

    private final Descriptor bus;
    private final int address;
    private final Block block = new Block(DATA + Uapi.I2cSmbusData.SIZEOF);
    private final ByteBuffer transfer = block.bytes;
    /** For plain I2C, once it is used. */
    private @Nullable Block plain;

    private boolean closed;

    private SmBus(Descriptor bus, int address) {
        this.bus = bus;
        this.address = address;
        long data = Pointer.nativeValue(block.address) + DATA;
        if (Native.POINTER_SIZE == Long.BYTES) {
            transfer.putLong(Uapi.I2cSmbusIoctlData.DATA, data);
        } else {
            transfer.putInt(Uapi.I2cSmbusIoctlData.DATA, (int) data);
        }
    }

    /**
     * Opens the way to a chip; whether it is there is seen at the first transfer.
     *
     * @param adapter the adapter's node, as in {@code /dev/i2c-0}
     * @param address the chip's address without the bit for reading, 0x00 to 0x7F
     * @throws LinuxException if this is not allowed or not possible; {@link Errno#EBUSY} if a driver of
     *     the kernel has the chip, which the message names
     */
    public static SmBus open(Path adapter, int address) throws LinuxException {
        if (address < 0 || address > 0x7F) {
            throw new IllegalArgumentException("address must be 0x00 to 0x7F, not " + hex(address));
        }
        Descriptor bus = Descriptor.open(adapter, "there is no such adapter, or the module i2c-dev is not loaded");
        int result = bus.ioctl(Ioctl.I2C_SLAVE, address);
        if (result < 0) {
            bus.close();
            throw bus.failed(
                    "open chip " + hex(address) + " on " + adapter,
                    Ioctl.I2C_SLAVE,
                    result,
                    result == -Errno.EBUSY
                            ? "the kernel's driver " + driver(adapter, address) + " has it"
                            : result == -Errno.ENOTTY ? "not an I2C adapter" : Errno.meaning(-result));
        }
        return new SmBus(bus, address);
    }

    private static String driver(Path adapter, int address) {
        String number = adapter.getFileName().toString().replaceFirst("^i2c-", "");
        Path driver = Path.of("/sys/bus/i2c/devices/%s-%04x/driver".formatted(number, address));
        try {
            return driver.toRealPath().getFileName().toString();
        } catch (IOException e) {
            return "(unknown)";
        }
    }

    /** Reads a byte without saying which: SMBus Receive Byte. */
    public synchronized int receive() throws LinuxException {
        transfer(Uapi.I2C_SMBUS_READ, 0, Uapi.I2C_SMBUS_BYTE);
        return transfer.get(DATA) & 0xFF;
    }

    /** Writes a byte without saying where: SMBus Send Byte. */
    public synchronized void send(int value) throws LinuxException {
        transfer(Uapi.I2C_SMBUS_WRITE, octet("value", value), Uapi.I2C_SMBUS_BYTE);
    }

    /**
     * Reads a byte: SMBus Read Byte.
     *
     * @param command the command, of most chips a register, 0 to 255
     * @return 0 to 255
     */
    public synchronized int readByte(int command) throws LinuxException {
        transfer(Uapi.I2C_SMBUS_READ, command, Uapi.I2C_SMBUS_BYTE_DATA);
        return transfer.get(DATA) & 0xFF;
    }

    /**
     * Writes a byte: SMBus Write Byte.
     *
     * @param command the command, of most chips a register, 0 to 255
     * @param value 0 to 255
     */
    public synchronized void writeByte(int command, int value) throws LinuxException {
        transfer.put(DATA, (byte) octet("value", value));
        transfer(Uapi.I2C_SMBUS_WRITE, command, Uapi.I2C_SMBUS_BYTE_DATA);
    }

    /**
     * Reads two bytes, the lower first: SMBus Read Word.
     *
     * @param command 0 to 255
     * @return 0 to 65535
     */
    public synchronized int readWord(int command) throws LinuxException {
        transfer(Uapi.I2C_SMBUS_READ, command, Uapi.I2C_SMBUS_WORD_DATA);
        return transfer.getShort(DATA) & 0xFFFF;
    }

    /**
     * Writes two bytes, the lower first: SMBus Write Word.
     *
     * @param command 0 to 255
     * @param value 0 to 65535
     */
    public synchronized void writeWord(int command, int value) throws LinuxException {
        if (value < 0 || value > 0xFFFF) {
            throw new IllegalArgumentException("value must be 0x0000 to 0xFFFF, not " + hex(value));
        }
        transfer.putShort(DATA, (short) value);
        transfer(Uapi.I2C_SMBUS_WRITE, command, Uapi.I2C_SMBUS_WORD_DATA);
    }

    /**
     * Reads a block whose length the chip sends first: SMBus Block Read.
     *
     * @param command 0 to 255
     * @param into at least {@link #BLOCK_MAX} bytes
     * @return the length
     */
    public synchronized int readBlock(int command, byte[] into) throws LinuxException {
        if (into.length < BLOCK_MAX) {
            throw new IllegalArgumentException("a block has up to 32 bytes, there is room for " + into.length);
        }
        transfer(Uapi.I2C_SMBUS_READ, command, Uapi.I2C_SMBUS_BLOCK_DATA);
        int length = Math.min(transfer.get(DATA) & 0xFF, BLOCK_MAX);
        transfer.get(DATA + 1, into, 0, length);
        return length;
    }

    /**
     * Writes a block, its length first: SMBus Block Write.
     *
     * @param command 0 to 255
     * @param bytes 1 to 32 bytes
     */
    public synchronized void writeBlock(int command, byte... bytes) throws LinuxException {
        put(bytes);
        transfer(Uapi.I2C_SMBUS_WRITE, command, Uapi.I2C_SMBUS_BLOCK_DATA);
    }

    /**
     * Reads as many bytes as asked for, without a length on the bus: the kernel's I2C Block Read, of
     * most chips several registers in a row.
     *
     * @param command 0 to 255
     * @param into 1 to 32 bytes, filled
     */
    public synchronized void readI2cBlock(int command, byte[] into) throws LinuxException {
        transfer.put(DATA, (byte) blockLength(into));
        transfer(Uapi.I2C_SMBUS_READ, command, Uapi.I2C_SMBUS_I2C_BLOCK_DATA);
        transfer.get(DATA + 1, into);
    }

    /**
     * Writes bytes without a length on the bus: the kernel's I2C Block Write.
     *
     * @param command 0 to 255
     * @param bytes 1 to 32 bytes
     */
    public synchronized void writeI2cBlock(int command, byte... bytes) throws LinuxException {
        put(bytes);
        transfer(Uapi.I2C_SMBUS_WRITE, command, Uapi.I2C_SMBUS_I2C_BLOCK_DATA);
    }

    /**
     * Reads bytes without saying which: plain I2C.
     *
     * @param length up to 8192
     */
    public synchronized void read(byte[] into, int at, int length) throws LinuxException {
        Objects.checkFromIndexSize(at, length, into.length);
        Block buffer = room(length);
        int result = closed ? -Errno.EBADF : bus.read(buffer, new NativeLong(length));
        if (result != length) {
            throw plainFailed("read", "read", result);
        }
        buffer.bytes.get(0, into, at, length);
    }

    /**
     * Writes bytes and nothing before them: plain I2C.
     *
     * @param length up to 8192
     */
    public synchronized void write(byte[] bytes, int at, int length) throws LinuxException {
        Objects.checkFromIndexSize(at, length, bytes.length);
        Block buffer = room(length);
        buffer.bytes.put(0, bytes, at, length);
        int result = closed ? -Errno.EBADF : bus.write(buffer, new NativeLong(length));
        if (result != length) {
            throw plainFailed("write to", "write", result);
        }
    }

    private Block room(int length) {
        if (length > PLAIN_MAX) {
            throw new IllegalArgumentException("at most 8192 bytes, not " + length);
        }
        if (plain == null || plain.bytes.capacity() < length) {
            plain = new Block(Math.max(length, USUAL_LENGTH));
        }
        return plain;
    }

    private LinuxException plainFailed(String undone, String call, int result) {
        int errno = result < 0 ? -result : Errno.EIO;
        return new LinuxException(
                undone + " chip " + hex(address) + " on " + bus.device(), bus.device(), call, errno, reason(errno));
    }

    private void put(byte[] bytes) {
        transfer.put(DATA, (byte) blockLength(bytes));
        transfer.put(DATA + 1, bytes);
    }

    private static int blockLength(byte[] bytes) {
        if (bytes.length < 1 || bytes.length > BLOCK_MAX) {
            throw new IllegalArgumentException("a block has 1 to 32 bytes, not " + bytes.length);
        }
        return bytes.length;
    }

    private void transfer(int direction, int command, int size) throws LinuxException {
        transfer.put(Uapi.I2cSmbusIoctlData.READ_WRITE, (byte) direction);
        transfer.put(Uapi.I2cSmbusIoctlData.COMMAND, (byte) octet("command", command));
        transfer.putInt(Uapi.I2cSmbusIoctlData.SIZE, size);
        int result = closed ? -Errno.EBADF : bus.ioctl(Ioctl.I2C_SMBUS, block);
        if (result < 0) {
            String undone = (direction == Uapi.I2C_SMBUS_READ ? "read " : "write ") + hex(command) + " of chip "
                    + hex(address) + " on " + bus.device();
            throw bus.failed(undone, Ioctl.I2C_SMBUS, result, reason(-result));
        }
    }

    private static String reason(int errno) {
        return switch (errno) {
            case Errno.ENXIO, Errno.EREMOTEIO -> "no acknowledge";
            case Errno.ENODEV -> "the adapter has gone";
            case Errno.EAGAIN -> "another master had the bus";
            case Errno.EBUSY -> "the bus is busy";
            case Errno.ETIMEDOUT -> "the bus is stuck";
            case Errno.EOPNOTSUPP -> "the adapter cannot do such a transfer";
            default -> Errno.meaning(errno);
        };
    }

    private static int octet(String what, int value) {
        if (value < 0 || value > 0xFF) {
            throw new IllegalArgumentException(what + " must be 0x00 to 0xFF, not " + hex(value));
        }
        return value;
    }

    private static String hex(int value) {
        return "0x%02X".formatted(value);
    }

    /** Closes the way to the chip. Does nothing if closed already. */
    @Override
    public synchronized void close() {
        closed = true;
        bus.close();
    }
}
