// SPDX-License-Identifier: Apache-2.0
package org.edgepin.linux;

/**
 * Error numbers of the kernel, from {@code asm-generic/errno-base.h} and {@code
 * asm-generic/errno.h}: those that GPIO, I2C and SPI drivers answer with. The numbers are the same
 * on x86 and ARM.
 */
public final class Errno {

    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int EINTR = 4;
    public static final int EIO = 5;
    public static final int ENXIO = 6;
    public static final int EBADF = 9;
    public static final int EAGAIN = 11;
    public static final int ENOMEM = 12;
    public static final int EACCES = 13;
    public static final int EBUSY = 16;
    public static final int ENODEV = 19;
    public static final int EINVAL = 22;
    public static final int ENFILE = 23;
    public static final int EMFILE = 24;
    public static final int ENOTTY = 25;
    public static final int EPROTO = 71;
    public static final int EBADMSG = 74;
    public static final int EMSGSIZE = 90;
    public static final int EOPNOTSUPP = 95;
    public static final int ETIMEDOUT = 110;
    public static final int EREMOTEIO = 121;

    /** The kernel's own, not for user space by its rules; GPIO drivers let it out all the same. */
    public static final int ENOTSUPP = 524;

    /** Returns the name, as in {@code "EBUSY"}; {@code "errno 99"} for a number not listed here. */
    public static String name(int errno) {
        return switch (errno) {
            case EPERM -> "EPERM";
            case ENOENT -> "ENOENT";
            case EINTR -> "EINTR";
            case EIO -> "EIO";
            case ENXIO -> "ENXIO";
            case EBADF -> "EBADF";
            case EAGAIN -> "EAGAIN";
            case ENOMEM -> "ENOMEM";
            case EACCES -> "EACCES";
            case EBUSY -> "EBUSY";
            case ENODEV -> "ENODEV";
            case EINVAL -> "EINVAL";
            case ENFILE -> "ENFILE";
            case EMFILE -> "EMFILE";
            case ENOTTY -> "ENOTTY";
            case EPROTO -> "EPROTO";
            case EBADMSG -> "EBADMSG";
            case EMSGSIZE -> "EMSGSIZE";
            case EOPNOTSUPP -> "EOPNOTSUPP";
            case ETIMEDOUT -> "ETIMEDOUT";
            case EREMOTEIO -> "EREMOTEIO";
            case ENOTSUPP -> "ENOTSUPP";
            default -> "errno " + errno;
        };
    }

    /** What the number means when nothing is known about the device. */
    static String meaning(int errno) {
        return switch (errno) {
            case EPERM -> "not permitted";
            case ENOENT -> "no such device node";
            case EIO -> "input/output error";
            case ENXIO -> "nothing answers";
            case EBADF -> "closed";
            case EAGAIN -> "temporarily not available";
            case ENOMEM -> "the kernel has no memory";
            case EACCES -> "permission denied";
            case EBUSY -> "busy";
            case ENODEV -> "the device has gone";
            case EINVAL -> "the driver refuses the arguments";
            case ENFILE, EMFILE -> "too many open files";
            case ENOTTY -> "not that kind of device";
            case EPROTO -> "protocol error";
            case EBADMSG -> "checksum error";
            case EMSGSIZE -> "too long";
            case EOPNOTSUPP, ENOTSUPP -> "not supported by the driver";
            case ETIMEDOUT -> "timed out";
            case EREMOTEIO -> "remote input/output error";
            default -> "failed";
        };
    }

    private Errno() {}
}
