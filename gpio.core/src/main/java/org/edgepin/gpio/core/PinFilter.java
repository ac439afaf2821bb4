// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.core;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.edgepin.gpio.BoardChange;
import org.edgepin.gpio.EdgeEvent;
import org.edgepin.gpio.EdgeListener;
import org.edgepin.gpio.GapEvent;
import org.edgepin.gpio.GpioEvent;
import org.edgepin.gpio.PinChange;
import org.edgepin.gpio.PinId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which events a listener wants, as said by its service property {@link EdgeListener#PINS}. */
record PinFilter(boolean all, Set<PinId> pins, Set<String> wholeBoards) implements Predicate<GpioEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(PinFilter.class);
    private static final String WHOLE = "/*";

    /** What is not a pin is logged and selects nothing. */
    static PinFilter of(EdgeListener listener, Map<String, Object> properties) {
        var wanted = properties.get(EdgeListener.PINS);
        if (wanted == null) {
            return new PinFilter(true, Set.of(), Set.of());
        }
        var pins = new HashSet<PinId>();
        var boards = new HashSet<String>();
        for (var element : elements(wanted)) {
            var text = String.valueOf(element);
            var pin = PinId.parse(text);
            if (pin.isPresent()) {
                pins.add(pin.get());
            } else if (text.endsWith(WHOLE)
                    && PinId.parse(text.replace('*', '0')).isPresent()) {
                boards.add(text.substring(0, text.length() - WHOLE.length()));
            } else {
                LOG.warn(
                        "{} = {} of {}: must be pins, each as board/number or board/*; ignored",
                        EdgeListener.PINS,
                        text,
                        listener);
            }
        }
        return new PinFilter(false, pins, boards);
    }

    private static Collection<?> elements(Object value) {
        return value instanceof Object[] array
                ? Arrays.asList(array)
                : value instanceof Collection<?> collection ? collection : List.of(value);
    }

    @Override
    public boolean test(GpioEvent event) {
        return all || wholeBoards.contains(event.board()) || selected(event);
    }

    private boolean selected(GpioEvent event) {
        if (event instanceof EdgeEvent edge) {
            return pins.contains(edge.pin());
        }
        if (event instanceof GapEvent gap) {
            return pins.contains(gap.pin());
        }
        if (event instanceof PinChange change) {
            return pins.contains(change.pin());
        }
        return event instanceof BoardChange
                && pins.stream().anyMatch(it -> it.board().equals(event.board()));
    }
}
