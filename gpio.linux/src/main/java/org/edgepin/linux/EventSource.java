// SPDX-License-Identifier: Apache-2.0
package org.edgepin.linux;

import com.sun.jna.NativeLong;
import java.util.concurrent.TimeUnit;

/**
 * Reads a descriptor that carries events, until told to stop.
 *
 * <p>The kernel must never be waited for inside {@code read}: up to Linux 6.7 it holds the chip's
 * lock meanwhile, and the chip cannot be removed. So the descriptor is made non-blocking,
 * and {@code poll} does the waiting, which a second descriptor can end.
 *
 * <p>Readers take turns; {@link #close} wakes them all, waits until they have left, and only then
 * closes the descriptors.
 */
final class EventSource implements AutoCloseable {

    static final long FOREVER = Long.MAX_VALUE;

    /**
     * Up to Linux 6.6 a chip that is removed does not wake who polls it; the next look notices. So
     * a waiting reader looks once a second.
     */
    static final int LOOK_MS = 1000;

    private static final NativeLong TWO = new NativeLong(2);

    private final Descriptor source;
    private final Descriptor wake;
    private final String undone;
    private final int lookMs;
    private final Block polled = new Block(2 * Uapi.Pollfd.SIZEOF);
    private final Block woken = new Block(Long.BYTES);
    private final Object turn = new Object();
    /** Whether the last read took all there was, so that the next one need not try; under the lock of turn. */
    private boolean drained;

    private volatile boolean closed;

    /**
     * Takes over the descriptor; if this fails, it is closed.
     *
     * @param undone what fails when reading fails
     * @param lookMs how long a reader waits before it looks again, {@link #LOOK_MS} but in tests
     */
    EventSource(Descriptor source, String undone, int lookMs) throws LinuxException {
        int fd = Libc.eventfd(0, Uapi.EFD_CLOEXEC | Uapi.EFD_NONBLOCK);
        if (fd < 0 || Libc.fcntl(source.fd(), Uapi.F_SETFL, Uapi.O_NONBLOCK) < 0) {
            int errno = Libc.errno();
            if (fd >= 0) {
                Libc.close(fd);
            }
            source.close();
            throw new LinuxException(undone, source.device(), fd < 0 ? "eventfd" : "fcntl", errno);
        }
        this.source = source;
        this.wake = new Descriptor(source.device(), fd);
        this.undone = undone;
        this.lookMs = lookMs;
        polled.bytes.putInt(Uapi.Pollfd.FD, source.fd());
        polled.bytes.putShort(Uapi.Pollfd.EVENTS, (short) Uapi.POLLIN);
        polled.bytes.putInt(Uapi.Pollfd.SIZEOF + Uapi.Pollfd.FD, fd);
        polled.bytes.putShort(Uapi.Pollfd.SIZEOF + Uapi.Pollfd.EVENTS, (short) Uapi.POLLIN);
    }

    boolean isClosed() {
        return closed;
    }

    /**
     * Waits for events.
     *
     * @param nanos how long to wait, in ns; zero or less: not at all
     * @return the number of bytes read, 0 if the time is over or somebody has called {@link #wake}, -1
     *     if closed
     */
    int read(Block into, long nanos) throws LinuxException {
        // a look at the clock is a system call on some machines; who waits for ever needs none
        long start = nanos == FOREVER ? 0 : System.nanoTime();
        synchronized (turn) {
            while (!closed) {
                if (!drained || nanos <= 0) {
                    int result = source.read(into);
                    if (result > 0) {
                        drained = result < into.bytes.capacity();
                        return result;
                    }
                    if (result != -Errno.EAGAIN) {
                        throw new LinuxException(undone, source.device(), "read", -result);
                    }
                }
                drained = false;
                long left = nanos == FOREVER ? FOREVER : nanos - (System.nanoTime() - start);
                if (left <= 0) {
                    return 0;
                }
                poll(left);
                if (!hasEvents() && isWoken()) {
                    return 0;
                }
            }
            return -1;
        }
    }

    private void poll(long nanos) throws LinuxException {
        // rounded up, so that the last look is not a busy loop
        int ms = (int) Math.min(lookMs, TimeUnit.NANOSECONDS.toMillis(nanos - 1) + 1);
        if (Libc.poll(polled.address, TWO, ms) < 0) {
            int errno = Libc.errno();
            if (errno != Errno.EINTR) {
                throw new LinuxException(undone, source.device(), "poll", errno);
            }
        }
    }

    private boolean hasEvents() {
        return (polled.bytes.getShort(Uapi.Pollfd.REVENTS) & Uapi.POLLIN) != 0;
    }

    /** Takes note of a call of {@link #wake}; one of {@link #close} is left for the next reader to see. */
    private boolean isWoken() {
        synchronized (wake) {
            return !closed
                    && (polled.bytes.getShort(Uapi.Pollfd.SIZEOF + Uapi.Pollfd.REVENTS) & Uapi.POLLIN) != 0
                    && wake.read(woken) > 0;
        }
    }

    /** Lets the reader that waits, or else the next one that has nothing to read, return 0. */
    void wake() {
        synchronized (wake) {
            if (!closed) {
                signal();
            }
        }
    }

    private void signal() {
        Block one = new Block(Long.BYTES);
        one.bytes.putLong(0, 1);
        Libc.write(wake.fd(), one.address, one.size);
    }

    @Override
    public void close() {
        synchronized (wake) {
            if (closed) {
                return;
            }
            closed = true;
            // stays readable, as nobody reads it any more: every poll from now on returns at once
            signal();
        }
        synchronized (turn) {
            wake.close();
            source.close();
        }
    }
}
