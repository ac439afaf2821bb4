// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rest;

import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration, checked. What is out of range is refused: the default is used and the log says so.
 *
 * @param maxBodyBytes the largest body of a request
 * @param maxStreams how many clients may follow the events at a time
 * @param streamEvents how many events a client may be behind
 * @param historyEvents how many events are remembered
 * @param heartbeat after how long without an event a stream says that it is alive
 */
record Settings(int maxBodyBytes, int maxStreams, int streamEvents, int historyEvents, Duration heartbeat) {

    private static final Logger LOG = LoggerFactory.getLogger(Settings.class);

    static final Settings USUAL = new Settings(65_536, 256, 512, 4_096, Duration.ofSeconds(15));

    /** Jetty closes a connection on which nothing happens for 30 seconds. */
    private static final int MAX_HEARTBEAT_MS = 25_000;

    /** Not by the component's annotation, which throws away what is no number without a word. */
    static Settings of(Map<String, ?> properties) {
        return new Settings(
                number(properties, "max_body_bytes", 256, 1 << 20, USUAL.maxBodyBytes),
                number(properties, "max_streams", 1, 10_000, USUAL.maxStreams),
                number(properties, "stream_events", 16, 100_000, USUAL.streamEvents),
                number(properties, "history_events", 0, 1_000_000, USUAL.historyEvents),
                Duration.ofMillis(
                        number(properties, "heartbeat_ms", 100, MAX_HEARTBEAT_MS, (int) USUAL.heartbeat.toMillis())));
    }

    private static int number(Map<String, ?> properties, String key, int min, int max, int usual) {
        var value = properties.get(key);
        if (value == null) {
            return usual;
        }
        var text = value.toString().strip();
        if (text.matches("[0-9]{1,9}")) {
            var number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        }
        LOG.error(
                "{}: {} = {}: must be a whole number from {} to {}; {} is used instead",
                RestConfig.PID,
                key,
                text,
                min,
                max,
                usual);
        return usual;
    }
}
