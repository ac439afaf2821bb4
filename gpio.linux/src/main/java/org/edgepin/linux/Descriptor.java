// SPDX-License-Identifier: Apache-2.0
package org.edgepin.linux;

import com.sun.jna.NativeLong;
import java.nio.file.Path;

/**
 * An open device.
 *
 * <p>The calls answer like the kernel inside, with a negative error number for a failure, so that
 * what is called often needs no object. {@code EINTR} is tried again. The descriptor's number may
 * belong to something else once it is closed: whoever owns a descriptor makes sure that no call is
 * under way then.
 */
final class Descriptor implements AutoCloseable {

    private final Path device;
    private final int fd;
    private boolean open = true;

    Descriptor(Path device, int fd) {
        this.device = device;
        this.fd = fd;
    }

    /**
     * Opens a device node for reading and writing, not to be inherited by child processes.
     *
     * @param absent what it means that there is no such node
     */
    static Descriptor open(Path device, String absent) throws LinuxException {
        while (true) {
            int fd = Libc.open(device.toString(), Uapi.O_RDWR | Uapi.O_CLOEXEC);
            if (fd >= 0) {
                return new Descriptor(device, fd);
            }
            int errno = Libc.errno();
            if (errno != Errno.EINTR) {
                String reason =
                        switch (errno) {
                            case Errno.ENOENT -> absent;
                            case Errno.EACCES -> "permission denied: " + Access.missing(device);
                            case Errno.EPERM -> "not permitted; a container must be given the device";
                            case Errno.ENXIO -> "a node without a device behind it";
                            default -> Errno.meaning(errno);
                        };
                throw new LinuxException("open " + device, device, "open", errno, reason);
            }
        }
    }

    Path device() {
        return device;
    }

    int fd() {
        return fd;
    }

    /** Returns what the kernel returned, or the negative error number. */
    int ioctl(Ioctl request, Block argument) {
        while (true) {
            int result = Libc.ioctl(fd, request.number(), argument.address);
            if (result >= 0) {
                return result;
            }
            int errno = Libc.errno();
            if (errno != Errno.EINTR) {
                return -errno;
            }
        }
    }

    /** Returns what the kernel returned, or the negative error number. */
    int ioctl(Ioctl request, int argument) {
        int result = Libc.ioctl(fd, request.number(), new NativeLong(argument));
        return result >= 0 ? result : -Libc.errno();
    }

    /** Returns the number of bytes read, or the negative error number. */
    int read(Block into) {
        return read(into, into.size);
    }

    /** As {@link #read(Block)}, no more than so many. */
    int read(Block into, NativeLong bytes) {
        while (true) {
            int result = Libc.read(fd, into.address, bytes);
            if (result >= 0) {
                return result;
            }
            int errno = Libc.errno();
            if (errno != Errno.EINTR) {
                return -errno;
            }
        }
    }

    /** Returns the number of bytes written, or the negative error number. */
    int write(Block from, NativeLong bytes) {
        while (true) {
            int result = Libc.write(fd, from.address, bytes);
            if (result >= 0) {
                return result;
            }
            int errno = Libc.errno();
            if (errno != Errno.EINTR) {
                return -errno;
            }
        }
    }

    LinuxException failed(String undone, Ioctl request, int negativeErrno) {
        return new LinuxException(undone, device, request.name(), -negativeErrno);
    }

    LinuxException failed(String undone, Ioctl request, int negativeErrno, String reason) {
        return new LinuxException(undone, device, request.name(), -negativeErrno, reason);
    }

    /** Linux has closed a descriptor whatever close answers, so the answer says nothing. */
    @Override
    public void close() {
        if (open) {
            open = false;
            Libc.close(fd);
        }
    }
}
