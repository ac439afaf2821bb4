// SPDX-License-Identifier: Apache-2.0
package org.edgepin.linux;

import java.nio.file.Path;

/**
 * The registers of a MATRIX Creator or Voice, by the node {@code /dev/matrixio_regmap} of their
 * maker's kernel module matrixio-core. An address counts words of 16 bits, a length bytes. The module
 * answers success also if the board does not: then nothing sensible is read.
 *
 * <p>Safe for use by several threads; transfers take turns, which within the module they do not. After
 * {@link #close} transfers fail with {@link Errno#EBADF}.
 */
public final class MatrixioRegmap implements AutoCloseable {

    /** The longest transfer here, in bytes. The module has one buffer, and does not look at the length. */
    public static final int MOST_BYTES = 64;

    private static final int ADDRESS = 0;
    private static final int LENGTH = 4;
    private static final int DATA = 8;
    private static final int MOST_ADDRESS = 0x7FFF;

    private final Descriptor registers;
    private final Block transfer = new Block(DATA + MOST_BYTES);
    private boolean closed;

    private MatrixioRegmap(Descriptor registers) {
        this.registers = registers;
    }

    /**
     * Opens the registers; whether a board is there is not seen by that.
     *
     * @param device the node, {@code /dev/matrixio_regmap}
     */
    public static MatrixioRegmap open(Path device) throws LinuxException {
        return new MatrixioRegmap(
                Descriptor.open(device, "there is no such node; is the module matrixio-core loaded?"));
    }

    /**
     * Reads words in a row.
     *
     * @param address of the first, 0 to 0x7FFF
     * @param into an even number of bytes up to {@link #MOST_BYTES}, filled; of each word the low byte
     *     first
     */
    public synchronized void read(int address, byte[] into) throws LinuxException {
        prepare(address, into.length);
        transfer("read", Ioctl.MATRIXIO_READ, address);
        transfer.bytes.get(DATA, into);
    }

    /** Writes words in a row, see {@link #read}. */
    public synchronized void write(int address, byte... bytes) throws LinuxException {
        prepare(address, bytes.length);
        transfer.bytes.put(DATA, bytes);
        transfer("write", Ioctl.MATRIXIO_WRITE, address);
    }

    private void prepare(int address, int length) {
        if (address < 0 || address > MOST_ADDRESS) {
            throw new IllegalArgumentException(
                    "address must be 0x0000 to 0x7FFF, not 0x" + Integer.toHexString(address));
        }
        if (length < 2 || length > MOST_BYTES || length % 2 != 0) {
            throw new IllegalArgumentException("an even number of bytes from 2 to 64, not " + length);
        }
        transfer.bytes.putInt(ADDRESS, address);
        transfer.bytes.putInt(LENGTH, length);
    }

    private void transfer(String verb, Ioctl request, int address) throws LinuxException {
        int result = closed ? -Errno.EBADF : registers.ioctl(request, transfer);
        if (result < 0) {
            throw registers.failed(
                    "%s register 0x%04X of %s".formatted(verb, address, registers.device()),
                    request,
                    result,
                    result == -Errno.ENOTTY || result == -Errno.EINVAL
                            ? "not a node of matrixio-core"
                            : Errno.meaning(-result));
        }
    }

    /** Closes the node. Does nothing if closed already. */
    @Override
    public synchronized void close() {
        closed = true;
        registers.close();
    }
}
