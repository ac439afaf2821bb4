// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.edgepin.gpio.GpioController;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The controllers present, one for each name. Where two boards have one name, the service of the
 * higher ranking, then the older one, is used, as in the service registry. Thread-safe; to find one
 * takes no lock.
 */
final class Controllers {

    private static final Logger LOG = LoggerFactory.getLogger(Controllers.class);

    private static final Comparator<Entry> BEST_FIRST =
            Comparator.comparingInt(Entry::ranking).reversed().thenComparingLong(Entry::id);

    private final Map<String, List<Entry>> entries = new TreeMap<>();
    /** Those in use, by the names of their boards. */
    private volatile Map<String, GpioController> used = Map.of();

    private record Entry(GpioController controller, int ranking, long id) {}

    void add(GpioController controller, Map<String, Object> properties) {
        var entry = new Entry(
                controller,
                properties.get("service.ranking") instanceof Integer ranking ? ranking : 0,
                properties.get("service.id") instanceof Long id ? id : 0);
        synchronized (entries) {
            var ofName = entries.computeIfAbsent(name(properties), it -> new ArrayList<>());
            ofName.add(entry);
            ofName.sort(BEST_FIRST);
            choose();
            if (ofName.size() > 1) {
                LOG.warn(
                        "board {} is there {} times: give each its own name; used is {}",
                        name(properties),
                        ofName.size(),
                        ofName.get(0).controller().boards());
            }
        }
    }

    void remove(GpioController controller, Map<String, Object> properties) {
        synchronized (entries) {
            entries.computeIfPresent(name(properties), (name, ofName) -> {
                ofName.removeIf(it -> it.controller() == controller);
                return ofName.isEmpty() ? null : ofName;
            });
            choose();
        }
    }

    /** Under the lock. */
    private void choose() {
        var chosen = new HashMap<String, GpioController>();
        entries.forEach((name, ofName) -> chosen.put(name, ofName.get(0).controller()));
        used = chosen;
    }

    Optional<GpioController> of(String board) {
        return Optional.ofNullable(used.get(board));
    }

    /** The controllers in use, in the order of their boards' names. */
    List<GpioController> all() {
        synchronized (entries) {
            return entries.values().stream().map(it -> it.get(0).controller()).toList();
        }
    }

    static String name(Map<String, Object> properties) {
        return String.valueOf(properties.get(GpioController.BOARD));
    }
}
