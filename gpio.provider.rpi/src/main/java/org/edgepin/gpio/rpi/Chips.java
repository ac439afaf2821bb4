// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rpi;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.edgepin.linux.ChipInfo;
import org.edgepin.linux.GpioChip;

/** Finds the GPIO chip of a board. */
final class Chips {

    /** The chips behind the header: Raspberry Pi 5, 4, and those before. */
    private static final List<String> HEADERS = List.of("pinctrl-rp1", "pinctrl-bcm2711", "pinctrl-bcm2835");

    /** Of the kernel modules of the MATRIX boards' maker. */
    private static final String BROKEN = "matrixio-gpio";

    private static final Pattern NAME = Pattern.compile("gpiochip[0-9]{1,9}");

    /** As long as the kernel's names for chips can be. */
    private static final Pattern LABEL = Pattern.compile("[!-~](?:[ -~]{0,29}[!-~])?");

    private static final Pattern NODE = Pattern.compile("/dev/[!-~]{1,200}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    private Chips() {}

    /** Returns what is wrong with the words for a chip; empty if nothing is. */
    static Optional<String> problem(String chip) {
        return !NUMBER.matcher(chip).matches()
                        && (chip.startsWith("/") ? NODE : LABEL).matcher(chip).matches()
                ? Optional.empty()
                : Optional.of("must be a chip's label as in pinctrl-rp1, its name as in gpiochip0, or its node as in"
                        + " /dev/gpiochip0; see gpiodetect");
    }

    /** Whether a chip is surely that of a header, without a look at it. */
    static boolean isHeader(RpiSettings settings) {
        return settings.chip().isEmpty() || isHeader(settings.chip());
    }

    /** Whether a chip of this label is that of a header. */
    static boolean isHeader(String label) {
        return HEADERS.contains(label);
    }

    /** Opens the chip. */
    static GpioChip open(RpiSettings settings) throws IOException {
        var chip = find(settings);
        if (chip.info().label().equals(BROKEN)) {
            chip.close();
            throw new IOException(title(chip.info()) + " is refused: its driver loses what it reads, so that using one"
                    + " line moves any of the 16; a MATRIX board is org.edgepin.gpio.matrix-<name>.cfg");
        }
        return chip;
    }

    private static GpioChip find(RpiSettings settings) throws IOException {
        var chip = settings.chip();
        if (chip.startsWith("/")) {
            return GpioChip.open(Path.of(chip));
        }
        if (NAME.matcher(chip).matches()) {
            return GpioChip.open(Path.of("/dev", chip));
        }
        var labels = chip.isEmpty() ? HEADERS : List.of(chip);
        for (var label : labels) {
            var found = GpioChip.withLabel(label);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new IOException(
                "no GPIO chip is labelled " + String.join(" or ", labels) + "; there " + present(GpioChip.list()));
    }

    private static String present(List<ChipInfo> chips) {
        return chips.isEmpty()
                ? "is none at all"
                : chips.stream()
                        .map(Chips::title)
                        .collect(Collectors.joining(", ", chips.size() == 1 ? "is " : "are ", ""));
    }

    /** Returns how people are told of a chip: {@code /dev/gpiochip0 [pinctrl-bcm2711]}. */
    static String title(ChipInfo chip) {
        return chip.device() + " [" + chip.label() + "]";
    }
}
