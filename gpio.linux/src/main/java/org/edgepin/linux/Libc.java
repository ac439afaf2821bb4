// SPDX-License-Identifier: Apache-2.0
package org.edgepin.linux;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;

/**
 * The C library's functions, as in its manual pages: -1 means that {@link #errno} tells why.
 *
 * <p>Mapped directly, which costs a third of JNA's interface mapping.
 */
final class Libc {

    static {
        Native.register(Libc.class, NativeLibrary.getProcess());
    }

    static native int open(String path, int flags);

    static native int close(int fd);

    static native int fcntl(int fd, int command, int argument);

    static native int ioctl(int fd, NativeLong request, Pointer argument);

    static native int ioctl(int fd, NativeLong request, NativeLong argument);

    /** Returns int instead of ssize_t, which would be a new object for each call. */
    static native int read(int fd, Pointer into, NativeLong bytes);

    static native int write(int fd, Pointer from, NativeLong bytes);

    static native int poll(Pointer fds, NativeLong count, int timeoutMs);

    static native int eventfd(int initial, int flags);

    /** Returns the error number of the calling thread's last call. */
    static int errno() {
        return Native.getLastError();
    }

    private Libc() {}
}
