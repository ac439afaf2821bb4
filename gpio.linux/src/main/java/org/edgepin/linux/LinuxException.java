// SPDX-License-Identifier: Apache-2.0
package org.edgepin.linux;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;

/**
 * The kernel refused something.
 *
 * <p>The message says what could not be done, to which device, why as far as can be found out (who
 * holds the line, which group is missing), and ends in the error number and the call: {@code cannot
 * request line 17 (GPIO17) of /dev/gpiochip0: held by "gpiomon" (EBUSY from
 * GPIO_V2_GET_LINE_IOCTL)}.
 *
 * <p>{@link Errno#ENODEV} and {@link Errno#ENXIO} are different things: the first says that the
 * device itself has gone and must be opened again, the second that it is there and something behind
 * it does not answer.
 */
public final class LinuxException extends IOException {

    @Serial
    private static final long serialVersionUID = 1;

    private final int errno;
    private final String call;
    private final String device;

    LinuxException(String undone, Path device, String call, int errno) {
        this(undone, device, call, errno, Errno.meaning(errno));
    }

    LinuxException(String undone, Path device, String call, int errno, String reason) {
        super("cannot " + undone + ": " + reason + " (" + Errno.name(errno) + " from " + call + ")");
        this.errno = errno;
        this.call = call;
        this.device = device.toString();
    }

    /** Returns the kernel's error number, a constant of {@link Errno} or another. */
    public int errno() {
        return errno;
    }

    /** Returns the call that failed: a system call or the name of an ioctl request. */
    public String call() {
        return call;
    }

    /** Returns the device node. */
    public Path device() {
        return Path.of(device);
    }
}
