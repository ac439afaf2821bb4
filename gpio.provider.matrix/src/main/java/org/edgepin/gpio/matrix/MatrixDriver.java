// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.matrix;

import java.io.IOException;
import java.time.Duration;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import org.edgepin.gpio.Pin;
import org.edgepin.gpio.board.BoardConfiguration;
import org.edgepin.gpio.board.BoardDriver;
import org.edgepin.gpio.board.Hardware;
import org.edgepin.gpio.board.HardwareEvents;

/** Opens the FPGA of a MATRIX board. */
final class MatrixDriver implements BoardDriver<MatrixSettings> {

    static final Duration POLL = Duration.ofMillis(10);

    private static final String DEVICE = "device";

    private final Fpgas fpgas;

    /** Where FPGAs are found. */
    @FunctionalInterface
    interface Fpgas {
        /**
         * Opens the way to an FPGA, whether one is there or not.
         *
         * @param device its node; empty for the usual ones
         */
        Fpga open(Optional<String> device) throws IOException;
    }

    MatrixDriver(Fpgas fpgas) {
        this.fpgas = fpgas;
    }

    @Override
    public Set<String> keys() {
        return Set.of(DEVICE);
    }

    @Override
    public MatrixSettings settings(BoardConfiguration configuration) {
        var device = configuration.text(DEVICE);
        device.filter(it -> it.contains("gpiochip"))
                .ifPresent(it -> configuration.problem(
                        DEVICE,
                        it,
                        "the kernel's GPIO chip of these boards moves all 16 pins at random, as its driver loses what"
                                + " it reads; must be " + LinuxFpga.REGMAP + " or a spidev"));
        device.filter(it -> !it.matches("/dev/(?:gpiochip.*|[a-zA-Z0-9_./-]*regmap|spidev[0-9]+\\.[0-9]+)"))
                .ifPresent(it -> configuration.problem(
                        DEVICE, it, "must be " + LinuxFpga.REGMAP + " or a spidev, as in " + LinuxFpga.SPI));
        return new MatrixSettings(device, configuration.pollPeriod(POLL));
    }

    @Override
    public String model(MatrixSettings settings) {
        return "MATRIX";
    }

    @Override
    public NavigableMap<Integer, Pin> pins(String board, MatrixSettings settings) {
        return MatrixPins.of(board);
    }

    @Override
    public Hardware<MatrixSettings> open(String board, MatrixSettings settings, HardwareEvents events)
            throws IOException {
        var fpga = fpgas.open(settings.device());
        try {
            return new MatrixHardware(board, fpga, settings, events);
        } catch (IOException | RuntimeException e) {
            fpga.close();
            throw e;
        }
    }
}
