// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rest;

import java.time.Duration;
import java.util.Map;
import org.edgepin.gpio.endpoint.RefusedException;
import org.edgepin.gpio.endpoint.Values;

/**
 * A configuration without mistakes. The keys are described in {@link RestConfig}.
 *
 * @param maxBodyBytes the largest body of a request
 * @param maxStreams how many clients may follow the events at a time
 * @param streamEvents how many events a client may be behind
 * @param historyEvents how many events are remembered
 * @param heartbeat after how long without an event a stream says that it is alive
 */
record Settings(int maxBodyBytes, int maxStreams, int streamEvents, int historyEvents, Duration heartbeat) {

    static final Settings USUAL = new Settings(65_536, 256, 512, 4_096, Duration.ofSeconds(15));

    static final int MOST_STREAMS = 10_000;

    /** Jetty closes a connection on which nothing happens for 30 seconds. */
    private static final int MAX_HEARTBEAT_MS = 25_000;

    /** Reads a configuration. Nothing is guessed and nothing is clamped. */
    static Settings of(Map<String, ?> properties) throws RefusedException {
        var values = new Values(properties);
        var settings = new Settings(
                values.number("max_body_bytes", 256, 1 << 20),
                values.number("max_streams", 1, MOST_STREAMS),
                values.number("stream_events", 16, 100_000),
                values.number("history_events", 0, 1_000_000),
                Duration.ofMillis(values.number("heartbeat_ms", 100, MAX_HEARTBEAT_MS)));
        var problems = values.problems();
        if (!problems.isEmpty()) {
            throw new RefusedException(problems);
        }
        return settings;
    }
}
