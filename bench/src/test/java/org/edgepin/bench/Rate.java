// SPDX-License-Identifier: Apache-2.0
package org.edgepin.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.util.Arrays;

/** How often something can be done, and how long it takes; printed as the peers print it. */
public final class Rate {

    private static final PrintStream OUT = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);

    /** One of many. */
    public interface Step {
        void run(long count) throws Exception;
    }

    private Rate() {}

    /** Prints how many steps a second are done, after as long a time to warm up. */
    public static void print(double seconds, Step step) throws Exception {
        measure(seconds, step);
        OUT.println(Math.round(measure(seconds, step)));
    }

    private static double measure(double seconds, Step step) throws Exception {
        var start = System.nanoTime();
        var end = start + (long) (seconds * 1e9);
        var count = 0L;
        while (true) {
            for (var i = 0; i < 100; i++) {
                step.run(count++);
            }
            var now = System.nanoTime();
            if (now >= end) {
                return count * 1e9 / (now - start);
            }
        }
    }

    /** Says that edges may come now. */
    public static void ready() {
        OUT.println("ready");
    }

    /** Prints the median and the 99th percentile of the second half; the first one was to warm up. */
    public static void print(long[] all) {
        var nanos = Arrays.copyOfRange(all, all.length / 2, all.length);
        Arrays.sort(nanos);
        OUT.println(nanos[nanos.length / 2] + " " + nanos[nanos.length * 99 / 100]);
    }
}
