// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.gl20;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.edgepin.linux.Errno;
import org.edgepin.linux.I2cAdapter;
import org.edgepin.linux.LinuxException;
import org.edgepin.linux.SmBus;

/** Finds the expander in this machine. */
final class LinuxPorts {

    /** What follows is an I/O address or a PCI name, depending on the kernel. */
    static final String I801 = "SMBus I801 adapter at ";

    static final int ADDRESS = 0x27;

    private static final Path DEVICES = Path.of("/sys/bus/i2c/devices");

    /** A chip behind an open SMBus. */
    private record SmBusRegisters(SmBus bus) implements ExpanderPort.Registers {

        @Override
        public int read(int register) throws IOException {
            return bus.readByte(register);
        }

        @Override
        public void write(int register, int value) throws IOException {
            bus.writeByte(register, value);
        }

        @Override
        public void close() {
            bus.close();
        }
    }

    private LinuxPorts() {}

    /**
     * Opens the expander, or the lines of the kernel's driver if that has it.
     *
     * @param number the bus that is configured; empty to find it by its name
     */
    static Port open(Optional<Integer> number) throws IOException {
        var adapter = choose(I2cAdapter.list(), number);
        SmBus bus;
        try {
            bus = SmBus.open(adapter.device(), ADDRESS);
        } catch (LinuxException e) {
            if (e.errno() == Errno.EBUSY) {
                return LinesPort.open(gpiochip(adapter, e));
            }
            throw e;
        }
        try {
            return new ExpanderPort(
                    new SmBusRegisters(bus), "%s [%s] 0x%02X".formatted(adapter.device(), adapter.name(), ADDRESS));
        } catch (IOException | RuntimeException e) {
            bus.close();
            throw e;
        }
    }

    static I2cAdapter choose(List<I2cAdapter> present, Optional<Integer> number) throws IOException {
        var fitting = present.stream()
                .filter(it -> number.isPresent()
                        ? it.number() == number.get()
                        : it.name().startsWith(I801))
                .toList();
        if (fitting.size() == 1) {
            return fitting.get(0);
        }
        if (fitting.isEmpty()) {
            throw new IOException((number.isPresent()
                            ? "no I2C adapter " + number.get()
                            : "no I2C adapter is called \"" + I801 + "...\"; set i2c_bus, or load i2c-i801")
                    + "; there " + (present.isEmpty() ? "is none" : "are " + listed(present)));
        }
        throw new IOException("several I2C adapters could be the GL20's, set i2c_bus: " + listed(fitting));
    }

    private static String listed(List<I2cAdapter> adapters) {
        return adapters.stream().map(it -> it.number() + " [" + it.name() + "]").collect(Collectors.joining(", "));
    }

    /** The GPIO chip that the kernel's driver has made of the expander. */
    private static Path gpiochip(I2cAdapter adapter, LinuxException busy) throws IOException {
        var name = "%d-%04x".formatted(adapter.number(), ADDRESS);
        var device = DEVICES.resolve(name);
        try (var children = Files.list(device)) {
            var chip = children.map(it -> it.getFileName().toString())
                    .filter(it -> it.matches("gpiochip[0-9]+"))
                    .findFirst();
            if (chip.isPresent()) {
                return Path.of("/dev").resolve(chip.get());
            }
        }
        throw new IOException(
                busy.getMessage() + "; it has no lines to use instead. To free the chip: echo " + name + " > "
                        + device.resolve("driver/unbind"),
                busy);
    }
}
