// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.edgepin.gpio.GpioController;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The controllers present, one for each name. Where two boards have one name, the service of the
 * higher ranking, then the older one, is used, as in the service registry. Thread-safe; one lock.
 */
final class Controllers {

    private static final Logger LOG = LoggerFactory.getLogger(Controllers.class);

    private static final Comparator<Entry> BEST_FIRST =
            Comparator.comparingInt(Entry::ranking).reversed().thenComparingLong(Entry::id);

    private final Map<String, List<Entry>> entries = new TreeMap<>();

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
        }
    }

    Optional<GpioController> of(String board) {
        synchronized (entries) {
            return Optional.ofNullable(entries.get(board)).map(it -> it.get(0).controller());
        }
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
