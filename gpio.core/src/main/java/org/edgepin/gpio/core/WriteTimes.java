// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.edgepin.gpio.Measurement;

/** How long writes to boards have taken: those that were carried out. Thread-safe. */
final class WriteTimes {

    private static final String NAME = "edgepin_write_seconds";
    private static final String HELP = "How long the boards took to carry out writes.";
    private static final double NANOS = 1e9;

    /** From a register in memory to hardware that is about to fail, in microseconds. */
    private static final long[] BOUNDS_MICROS = {50, 200, 1_000, 5_000, 20_000, 100_000, 1_000_000};

    private final AtomicLongArray counts = new AtomicLongArray(BOUNDS_MICROS.length + 1);
    private final AtomicLong total = new AtomicLong();

    void add(long nanos) {
        var bucket = 0;
        while (bucket < BOUNDS_MICROS.length && nanos > BOUNDS_MICROS[bucket] * 1_000) {
            bucket++;
        }
        counts.incrementAndGet(bucket);
        total.addAndGet(nanos);
    }

    List<Measurement> measure() {
        var measurements = new ArrayList<Measurement>();
        for (var i = 0; i < counts.length(); i++) {
            var bound = i < BOUNDS_MICROS.length ? BOUNDS_MICROS[i] / 1e6 : Double.POSITIVE_INFINITY;
            measurements.add(Measurement.bucket(NAME, HELP, Map.of(), bound, (double) counts.get(i)));
        }
        measurements.add(Measurement.sum(NAME, HELP, Map.of(), total.get() / NANOS));
        return measurements;
    }
}
