// SPDX-License-Identifier: Apache-2.0
package org.edgepin.linux;

/**
 * Numbers of the kernel's user space API, named as in its headers: a nested class is a struct, its
 * constants are the offsets of the fields in bytes, {@code SIZEOF} is its size.
 *
 * <p>All hold on x86 and ARM, 32 and 64 bit, except where a method takes the size of a pointer. A
 * test compares every one of them with what the C compiler says for each of these four.
 */
final class Uapi {

    // asm-generic/fcntl.h, poll.h, sys/eventfd.h
    static final int O_RDWR = 2;
    static final int O_NONBLOCK = 0x800;
    static final int O_CLOEXEC = 0x80000;
    static final int F_SETFL = 4;
    static final int EFD_NONBLOCK = 0x800;
    static final int EFD_CLOEXEC = 0x80000;
    static final int POLLIN = 1;

    // linux/gpio.h
    static final int GPIO_MAX_NAME_SIZE = 32;
    static final int GPIO_V2_LINES_MAX = 64;
    static final int GPIO_V2_LINE_NUM_ATTRS_MAX = 10;

    static final long GPIO_V2_LINE_FLAG_USED = 1L << 0;
    static final long GPIO_V2_LINE_FLAG_ACTIVE_LOW = 1L << 1;
    static final long GPIO_V2_LINE_FLAG_INPUT = 1L << 2;
    static final long GPIO_V2_LINE_FLAG_OUTPUT = 1L << 3;
    static final long GPIO_V2_LINE_FLAG_EDGE_RISING = 1L << 4;
    static final long GPIO_V2_LINE_FLAG_EDGE_FALLING = 1L << 5;
    static final long GPIO_V2_LINE_FLAG_OPEN_DRAIN = 1L << 6;
    static final long GPIO_V2_LINE_FLAG_OPEN_SOURCE = 1L << 7;
    static final long GPIO_V2_LINE_FLAG_BIAS_PULL_UP = 1L << 8;
    static final long GPIO_V2_LINE_FLAG_BIAS_PULL_DOWN = 1L << 9;
    static final long GPIO_V2_LINE_FLAG_BIAS_DISABLED = 1L << 10;
    static final long GPIO_V2_LINE_FLAG_EVENT_CLOCK_REALTIME = 1L << 11;
    static final long GPIO_V2_LINE_FLAG_EVENT_CLOCK_HTE = 1L << 12;

    static final int GPIO_V2_LINE_ATTR_ID_FLAGS = 1;
    static final int GPIO_V2_LINE_ATTR_ID_OUTPUT_VALUES = 2;
    static final int GPIO_V2_LINE_ATTR_ID_DEBOUNCE = 3;

    static final int GPIO_V2_LINE_CHANGED_REQUESTED = 1;
    static final int GPIO_V2_LINE_CHANGED_RELEASED = 2;
    static final int GPIO_V2_LINE_CHANGED_CONFIG = 3;

    static final int GPIO_V2_LINE_EVENT_RISING_EDGE = 1;
    static final int GPIO_V2_LINE_EVENT_FALLING_EDGE = 2;

    static final int GPIO_GET_CHIPINFO_IOCTL = ior(0xB4, 0x01, GpiochipInfo.SIZEOF);
    static final int GPIO_V2_GET_LINEINFO_IOCTL = iowr(0xB4, 0x05, GpioV2LineInfo.SIZEOF);
    static final int GPIO_V2_GET_LINEINFO_WATCH_IOCTL = iowr(0xB4, 0x06, GpioV2LineInfo.SIZEOF);
    static final int GPIO_V2_GET_LINE_IOCTL = iowr(0xB4, 0x07, GpioV2LineRequest.SIZEOF);
    static final int GPIO_V2_LINE_SET_CONFIG_IOCTL = iowr(0xB4, 0x0D, GpioV2LineConfig.SIZEOF);
    static final int GPIO_V2_LINE_GET_VALUES_IOCTL = iowr(0xB4, 0x0E, GpioV2LineValues.SIZEOF);
    static final int GPIO_V2_LINE_SET_VALUES_IOCTL = iowr(0xB4, 0x0F, GpioV2LineValues.SIZEOF);

    static final class GpiochipInfo {
        static final int NAME = 0;
        static final int LABEL = 32;
        static final int LINES = 64;
        static final int SIZEOF = 68;
    }

    static final class GpioV2LineValues {
        static final int BITS = 0;
        static final int MASK = 8;
        static final int SIZEOF = 16;
    }

    /** Its last field is a union: flags, values or debounce_period_us. */
    static final class GpioV2LineAttribute {
        static final int ID = 0;
        static final int FLAGS = 8;
        static final int VALUES = 8;
        static final int DEBOUNCE_PERIOD_US = 8;
        static final int SIZEOF = 16;
    }

    static final class GpioV2LineConfigAttribute {
        static final int ATTR = 0;
        static final int MASK = 16;
        static final int SIZEOF = 24;
    }

    static final class GpioV2LineConfig {
        static final int FLAGS = 0;
        static final int NUM_ATTRS = 8;
        static final int ATTRS = 32;
        static final int SIZEOF = 272;
    }

    static final class GpioV2LineRequest {
        static final int OFFSETS = 0;
        static final int CONSUMER = 256;
        static final int CONFIG = 288;
        static final int NUM_LINES = 560;
        static final int EVENT_BUFFER_SIZE = 564;
        static final int FD = 588;
        static final int SIZEOF = 592;
    }

    static final class GpioV2LineInfo {
        static final int NAME = 0;
        static final int CONSUMER = 32;
        static final int OFFSET = 64;
        static final int NUM_ATTRS = 68;
        static final int FLAGS = 72;
        static final int ATTRS = 80;
        static final int SIZEOF = 256;
    }

    static final class GpioV2LineInfoChanged {
        static final int INFO = 0;
        static final int TIMESTAMP_NS = 256;
        static final int EVENT_TYPE = 264;
        static final int SIZEOF = 288;
    }

    static final class GpioV2LineEvent {
        static final int TIMESTAMP_NS = 0;
        static final int ID = 8;
        static final int OFFSET = 12;
        static final int SEQNO = 16;
        static final int LINE_SEQNO = 20;
        static final int SIZEOF = 48;
    }

    // linux/i2c.h, linux/i2c-dev.h
    static final int I2C_SLAVE = 0x0703;
    static final int I2C_SMBUS = 0x0720;
    static final int I2C_SMBUS_READ = 1;
    static final int I2C_SMBUS_WRITE = 0;
    static final int I2C_SMBUS_BYTE = 1;
    static final int I2C_SMBUS_BYTE_DATA = 2;
    static final int I2C_SMBUS_WORD_DATA = 3;
    static final int I2C_SMBUS_BLOCK_DATA = 5;
    static final int I2C_SMBUS_I2C_BLOCK_DATA = 8;
    static final int I2C_SMBUS_BLOCK_MAX = 32;

    static final class I2cSmbusIoctlData {
        static final int READ_WRITE = 0;
        static final int COMMAND = 1;
        static final int SIZE = 4;
        /** A pointer. */
        static final int DATA = 8;

        static int sizeof(int pointerSize) {
            return DATA + pointerSize;
        }
    }

    /** A union; a block has its length in the first byte. */
    static final class I2cSmbusData {
        static final int BYTE = 0;
        static final int WORD = 0;
        static final int BLOCK = 0;
        static final int SIZEOF = 34;
    }

    // linux/spi/spi.h, linux/spi/spidev.h
    static final int SPI_MODE_X_MASK = 3;
    static final int SPI_LSB_FIRST = 8;
    static final int SPI_IOC_WR_BITS_PER_WORD = iow('k', 3, 1);
    static final int SPI_IOC_WR_MAX_SPEED_HZ = iow('k', 4, 4);
    static final int SPI_IOC_WR_MODE32 = iow('k', 5, 4);
    /** SPI_IOC_MESSAGE(1). */
    static final int SPI_IOC_MESSAGE = iow('k', 0, SpiIocTransfer.SIZEOF);

    /** The buffers are 64-bit numbers on all machines. */
    static final class SpiIocTransfer {
        static final int TX_BUF = 0;
        static final int RX_BUF = 8;
        static final int LEN = 16;
        static final int SPEED_HZ = 20;
        static final int BITS_PER_WORD = 26;
        static final int SIZEOF = 32;
    }

    // poll.h
    static final class Pollfd {
        static final int FD = 0;
        static final int EVENTS = 4;
        static final int REVENTS = 6;
        static final int SIZEOF = 8;
    }

    // asm-generic/ioctl.h: two bits direction, 14 bits size, 8 bits type, 8 bits number

    private static int iow(int type, int number, int size) {
        return 1 << 30 | size << 16 | type << 8 | number;
    }

    private static int ior(int type, int number, int size) {
        return 2 << 30 | size << 16 | type << 8 | number;
    }

    private static int iowr(int type, int number, int size) {
        return 3 << 30 | size << 16 | type << 8 | number;
    }

    private Uapi() {}
}
