// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rpi;

/** Threads that wait in the kernel. */
final class Threads {

    private Threads() {}

    static Thread start(String name, Runnable task) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Waits for the end of a thread that has been told to end, even if interrupted meanwhile. */
    static void end(Thread thread) {
        var interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
