// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rpi;

import com.pi4j.boardinfo.definition.BoardModel;
import com.pi4j.boardinfo.definition.HeaderPins;
import com.pi4j.boardinfo.model.HeaderPin;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which Raspberry Pi this machine is, and where its pins are, from the board definitions of Pi4J.
 *
 * @param name what it is, for people: {@code Raspberry Pi 4 Model B}
 * @param positions where a wire goes, by BCM number: {@code header pin 3, SDA1 (I2C)}; empty if unknown
 */
record PiModel(String name, NavigableMap<Integer, String> positions) {

    static final Path DEVICE_TREE = Path.of("/proc/device-tree");

    private static final String ANY = "Raspberry Pi";

    /** The first ones, whose header had GPIO0, 1 and 21 where all later ones have GPIO2, 3 and 27. */
    private static final Set<String> FIRST_REVISION = Set.of("0002", "0003");

    /** A revision code of the newer form has this bit. */
    private static final int NEW_STYLE = 1 << 23;

    /** Above are bits that say whether the warranty is void. */
    private static final int CODE = 0xFF_FFFF;

    /** Compute Modules with a slot instead of a header bring out these. */
    private static final int SLOT_PINS = 46;

    /**
     * Finds out which one it is.
     *
     * @param deviceTree where the kernel shows the device tree; on another machine there is none
     */
    static PiModel detect(Path deviceTree) {
        var code = code(deviceTree.resolve("system/linux,revision"));
        var text = text(deviceTree.resolve("model"));
        var model = byCode(code);
        if (model == BoardModel.UNKNOWN && text.startsWith(ANY)) {
            model = BoardModel.getByBoardName(text);
        }
        var name = model != BoardModel.UNKNOWN ? model.getLabel() : text.startsWith(ANY) ? text : ANY;
        return new PiModel(name, positions(model, code));
    }

    private static BoardModel byCode(String code) {
        try {
            return BoardModel.getByBoardCode(code);
        } catch (Exception e) {
            // two definitions claim it
            return BoardModel.UNKNOWN;
        }
    }

    private static String code(Path file) {
        try {
            var revision = ByteBuffer.wrap(Files.readAllBytes(file));
            if (revision.remaining() == Integer.BYTES) {
                var code = revision.getInt() & CODE;
                return String.format((code & NEW_STYLE) != 0 ? "%06x" : "%04x", code);
            }
        } catch (IOException e) {
            // not a Raspberry Pi
        }
        return "";
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .replace("\0", "")
                    .strip();
        } catch (IOException e) {
            // no device tree
            return "";
        }
    }

    /** Pi4J 2.8 gives some boards a shorter header than they have, and to Compute Modules none. */
    private static NavigableMap<Integer, String> positions(BoardModel model, String code) {
        var positions = new TreeMap<Integer, String>();
        switch (model) {
            case MODEL_1_A, MODEL_1_B -> {
                var first = FIRST_REVISION.contains(code);
                add(positions, "header", first ? HeaderPins.HEADER_26_TYPE_1 : HeaderPins.HEADER_26_TYPE_2);
                if (!first) {
                    add(positions, "P5", HeaderPins.HEADER_8);
                }
            }
            case COMPUTE_1, COMPUTE_3, COMPUTE_3_PLUS, COMPUTE_4_SODIMM -> {
                for (var number = 0; number < SLOT_PINS; number++) {
                    positions.put(number, "");
                }
            }
            default -> add(positions, "header", HeaderPins.HEADER_40);
        }
        return positions;
    }

    private static void add(NavigableMap<Integer, String> positions, String header, HeaderPins pins) {
        for (var pin : pins.getPins()) {
            if (pin.getBcmNumber() != null) {
                positions.put(pin.getBcmNumber(), header + " pin " + pin.getPinNumber() + function(pin));
            }
        }
    }

    /** What else the pin can be used for. */
    private static String function(HeaderPin pin) {
        var name = pin.getName();
        return name.isEmpty() ? "" : ", " + (name.equals("GPCL2") ? "GPCLK2" : name);
    }
}
