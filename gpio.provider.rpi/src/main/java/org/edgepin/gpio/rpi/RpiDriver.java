// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rpi;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.edgepin.gpio.Bias;
import org.edgepin.gpio.Direction;
import org.edgepin.gpio.Drive;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.Pin;
import org.edgepin.gpio.PinCapabilities;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.board.BoardConfiguration;
import org.edgepin.gpio.board.BoardDriver;
import org.edgepin.gpio.board.Hardware;
import org.edgepin.gpio.board.HardwareEvents;
import org.edgepin.linux.GpioChip;
import org.edgepin.linux.LineInfo;

/**
 * Opens boards on GPIO chips of the kernel. A Raspberry Pi's chip has more lines than the header: its
 * memory card hangs on some. Of such a chip only the header is offered, of any other each line.
 */
final class RpiDriver implements BoardDriver<RpiSettings> {

    private static final String CHIP = "chip";
    private static final String ANY_CHIP = "GPIO chip";

    /** What the kernel can do with a line; a chip that cannot refuses when it is asked to. */
    private static final PinCapabilities ANYTHING = new PinCapabilities(
            EnumSet.allOf(Direction.class),
            EnumSet.allOf(Bias.class),
            EnumSet.allOf(Drive.class),
            EnumSet.allOf(Edge.class),
            true);

    private final Path deviceTree;

    /**
     * @param deviceTree where the kernel shows the device tree
     */
    RpiDriver(Path deviceTree) {
        this.deviceTree = deviceTree;
    }

    @Override
    public Set<String> keys() {
        return Set.of(CHIP);
    }

    @Override
    public RpiSettings settings(BoardConfiguration configuration) {
        var chip = configuration.text(CHIP).orElse("");
        if (!chip.isEmpty()) {
            Chips.problem(chip).ifPresent(reason -> configuration.problem(CHIP, chip, reason));
        }
        return new RpiSettings(chip);
    }

    @Override
    public String model(RpiSettings settings) {
        return Chips.isHeader(settings) ? PiModel.detect(deviceTree).name() : ANY_CHIP;
    }

    @Override
    public NavigableMap<Integer, Pin> pins(String board, RpiSettings settings) throws IOException {
        if (Chips.isHeader(settings)) {
            return header(board);
        }
        try (var chip = Chips.open(settings)) {
            return Chips.isHeader(chip.info().label()) ? header(board) : lines(board, chip);
        }
    }

    private NavigableMap<Integer, Pin> header(String board) {
        var pins = new TreeMap<Integer, Pin>();
        PiModel.detect(deviceTree)
                .positions()
                .forEach((number, position) ->
                        pins.put(number, new Pin(new PinId(board, number), "GPIO" + number, position, ANYTHING)));
        return pins;
    }

    private static NavigableMap<Integer, Pin> lines(String board, GpioChip chip) throws IOException {
        var pins = new TreeMap<Integer, Pin>();
        for (LineInfo line : chip.lines()) {
            pins.put(line.offset(), new Pin(new PinId(board, line.offset()), line.name(), "", ANYTHING));
        }
        return pins;
    }

    @Override
    public Hardware<RpiSettings> open(String board, RpiSettings settings, HardwareEvents events) throws IOException {
        var chip = Chips.open(settings);
        try {
            var info = chip.info();
            var header = Chips.isHeader(info.label());
            var model = header ? PiModel.detect(deviceTree) : null;
            if (model != null && model.positions().lastKey() >= info.lines()) {
                throw new IOException(Chips.title(info) + " has only " + info.lines() + " lines, the header needs "
                        + (model.positions().lastKey() + 1));
            }
            return new RpiHardware(board, chip, model == null ? ANY_CHIP + " " + info.label() : model.name(), events);
        } catch (IOException e) {
            chip.close();
            throw e;
        }
    }
}
