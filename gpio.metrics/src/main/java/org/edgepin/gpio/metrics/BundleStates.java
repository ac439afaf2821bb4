// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.edgepin.gpio.Measurement;
import org.edgepin.gpio.Meter;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** How many bundles the container has, by state; in a gateway that is well, all are active. */
@Component
public final class BundleStates implements Meter {

    private static final Map<Integer, String> STATES = Map.of(
            Bundle.INSTALLED, "installed",
            Bundle.RESOLVED, "resolved",
            Bundle.STARTING, "starting",
            Bundle.ACTIVE, "active",
            Bundle.STOPPING, "stopping");

    private final BundleContext context;

    @Activate
    public BundleStates(BundleContext context) {
        this.context = context;
    }

    @Override
    public List<Measurement> measure() {
        var counts = Arrays.stream(context.getBundles())
                .collect(Collectors.groupingBy(
                        it -> STATES.getOrDefault(it.getState(), "uninstalled"), Collectors.counting()));
        return counts.entrySet().stream()
                .map(it -> Measurement.gauge(
                        "karaf_bundles", "Bundles in the container.", Map.of("state", it.getKey()), (double)
                                it.getValue()))
                .toList();
    }
}
