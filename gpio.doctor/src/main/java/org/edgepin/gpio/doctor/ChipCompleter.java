// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.doctor;

import java.util.List;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Candidate;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;

/** Offers chips by their names and labels. */
@Service
public final class ChipCompleter implements Completer {

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        offers(Chip.all()).forEach(candidate -> candidates.add(candidate.value() + " "));
        return candidates.isEmpty() ? -1 : line.getBufferPosition() - line.getArgumentPosition();
    }

    @Override
    public void completeCandidates(Session session, CommandLine line, List<Candidate> candidates) {
        candidates.addAll(offers(Chip.all()));
    }

    /** A label can stand for several chips, and may need quotes; such a one can be typed, but is not offered. */
    static List<Candidate> offers(List<Chip> chips) {
        return chips.stream()
                .flatMap(chip -> Stream.of(candidate(chip.name(), chip.label()), candidate(chip.label(), chip.name())))
                .filter(candidate -> candidate.value().matches("[A-Za-z0-9._-]+"))
                .toList();
    }

    private static Candidate candidate(String value, String description) {
        return new Candidate(value, value, null, description, null, null, true);
    }
}
