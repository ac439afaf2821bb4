// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.board;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.edgepin.gpio.Edge;

/** Remembers what a board reports. */
final class RecordedEvents implements HardwareEvents {

    final List<Seen> edges = Collections.synchronizedList(new ArrayList<>());
    final List<Integer> changes = Collections.synchronizedList(new ArrayList<>());
    final List<IOException> failures = Collections.synchronizedList(new ArrayList<>());

    record Seen(int pin, Edge edge, long nanoTime) {}

    @Override
    public void edge(int pin, Edge edge, Instant time, long nanoTime) {
        edges.add(new Seen(pin, edge, nanoTime));
    }

    @Override
    public void lost(int pin, long count) {
        throw new AssertionError("nothing is lost here: " + pin + " " + count);
    }

    @Override
    public void changed(int pin) {
        changes.add(pin);
    }

    @Override
    public void failed(IOException cause) {
        failures.add(cause);
    }
}
