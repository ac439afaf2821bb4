// SPDX-License-Identifier: Apache-2.0
package org.edgepin.linux;

import com.sun.jna.NativeLong;

/**
 * The ioctl requests in use.
 *
 * @param name as in the headers
 * @param number an unsigned long in C, of which the kernel looks at 32 bits
 */
record Ioctl(String name, NativeLong number) {

    static final Ioctl GPIO_GET_CHIPINFO_IOCTL = of("GPIO_GET_CHIPINFO_IOCTL", Uapi.GPIO_GET_CHIPINFO_IOCTL);
    static final Ioctl GPIO_V2_GET_LINEINFO_IOCTL = of("GPIO_V2_GET_LINEINFO_IOCTL", Uapi.GPIO_V2_GET_LINEINFO_IOCTL);
    static final Ioctl GPIO_V2_GET_LINEINFO_WATCH_IOCTL =
            of("GPIO_V2_GET_LINEINFO_WATCH_IOCTL", Uapi.GPIO_V2_GET_LINEINFO_WATCH_IOCTL);
    static final Ioctl GPIO_V2_GET_LINE_IOCTL = of("GPIO_V2_GET_LINE_IOCTL", Uapi.GPIO_V2_GET_LINE_IOCTL);
    static final Ioctl GPIO_V2_LINE_SET_CONFIG_IOCTL =
            of("GPIO_V2_LINE_SET_CONFIG_IOCTL", Uapi.GPIO_V2_LINE_SET_CONFIG_IOCTL);
    static final Ioctl GPIO_V2_LINE_GET_VALUES_IOCTL =
            of("GPIO_V2_LINE_GET_VALUES_IOCTL", Uapi.GPIO_V2_LINE_GET_VALUES_IOCTL);
    static final Ioctl GPIO_V2_LINE_SET_VALUES_IOCTL =
            of("GPIO_V2_LINE_SET_VALUES_IOCTL", Uapi.GPIO_V2_LINE_SET_VALUES_IOCTL);
    static final Ioctl I2C_SLAVE = of("I2C_SLAVE", Uapi.I2C_SLAVE);
    static final Ioctl I2C_SMBUS = of("I2C_SMBUS", Uapi.I2C_SMBUS);
    static final Ioctl SPI_IOC_WR_MODE32 = of("SPI_IOC_WR_MODE32", Uapi.SPI_IOC_WR_MODE32);
    static final Ioctl SPI_IOC_WR_BITS_PER_WORD = of("SPI_IOC_WR_BITS_PER_WORD", Uapi.SPI_IOC_WR_BITS_PER_WORD);
    static final Ioctl SPI_IOC_WR_MAX_SPEED_HZ = of("SPI_IOC_WR_MAX_SPEED_HZ", Uapi.SPI_IOC_WR_MAX_SPEED_HZ);
    static final Ioctl SPI_IOC_MESSAGE = of("SPI_IOC_MESSAGE", Uapi.SPI_IOC_MESSAGE);

    /** Numbers without direction and size, as the module has them; in no header of the kernel. */
    static final Ioctl MATRIXIO_WRITE = of("MATRIXIO_WRITE", 1200);

    static final Ioctl MATRIXIO_READ = of("MATRIXIO_READ", 1201);

    private static Ioctl of(String name, int number) {
        return new Ioctl(name, new NativeLong(Integer.toUnsignedLong(number), true));
    }
}
