// SPDX-License-Identifier: Apache-2.0
package org.edgepin.welcome;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.edgepin.gpio.Measurement;

/**
 * What keeps endpoints from working. That somebody answers at an address says little: it can be the
 * program because of which this gateway has not got the port, or no broker at all.
 *
 * @param measurements what endpoints say of themselves
 * @param answers whether somebody accepts connections at an address
 * @param ours whether this process listens on a port
 */
record Obstacles(List<Measurement> measurements, Predicate<Address> answers, IntPredicate ours)
        implements Function<Endpoint, Optional<String>> {

    private static final String CONNECTED = "edgepin_mqtt_connected";

    @Override
    public Optional<String> apply(Endpoint endpoint) {
        return endpoint.address().flatMap(address -> endpoint.listens() ? listening(address) : connected(endpoint));
    }

    private Optional<String> listening(Address address) {
        if (!answers.test(address)) {
            return Optional.of("does not answer");
        }
        return ours.test(address.port()) ? Optional.empty() : Optional.of("is taken by another program");
    }

    private Optional<String> connected(Endpoint endpoint) {
        var labels = Map.of("connection", endpoint.name());
        return measurements.stream()
                        .anyMatch(
                                it -> it.name().equals(CONNECTED) && it.labels().equals(labels) && it.value() > 0)
                ? Optional.empty()
                : Optional.of("not connected");
    }
}
