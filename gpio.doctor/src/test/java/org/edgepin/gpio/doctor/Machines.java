// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.doctor;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.edgepin.gpio.doctor.Machine.Devices;
import org.edgepin.gpio.doctor.Machine.User;

/** A machine to be looked at, which can be changed before. */
final class Machines {

    static final User READY = new User(
            "edgepin",
            false,
            Set.of("edgepin", "gpio", "i2c", "spi"),
            Map.of("gpio", Set.of("edgepin"), "i2c", Set.of("edgepin"), "spi", Set.of("edgepin")),
            true);
    static final User WITHOUT_GROUPS = new User(
            "edgepin", false, Set.of("edgepin"), Map.of("gpio", Set.of(), "i2c", Set.of(), "spi", Set.of()), true);

    private final String model;
    private String system = "Linux";
    private String kernel = "6.1.0-37";
    private boolean container;
    private User user;
    private Devices chips = Devices.NONE;
    private Devices adapters = Devices.NONE;
    private boolean i2cDev;
    private boolean idleSmBus;
    private String driver = "";
    private Devices spi = Devices.NONE;
    private Devices fpga = Devices.NONE;

    private Machines(String model, User user) {
        this.model = model;
        this.user = user;
    }

    /** A Raspberry Pi on which everything works. */
    static Machines pi() {
        return new Machines("Raspberry Pi 4 Model B Rev 1.4", READY)
                .running("Linux", "6.1.0-rpi7-rpi-v8", false)
                .chips(devices(
                        new Node(Path.of("/dev/gpiochip0"), "/dev/gpiochip0 [pinctrl-bcm2711]", "gpio", true, true)))
                .i2c(
                        devices(new Node(
                                Path.of("/dev/i2c-1"), "/dev/i2c-1 [bcm2835 (i2c@7e804000)]", "i2c", true, true)),
                        true,
                        false,
                        "")
                .spi(devices(new Node(Path.of("/dev/spidev0.0"), "/dev/spidev0.0", "spi", true, true)), Devices.NONE);
    }

    /** A laptop or a virtual machine. */
    static Machines bare() {
        return new Machines("", WITHOUT_GROUPS);
    }

    static Devices devices(Node... nodes) {
        return new Devices(List.of(nodes), List.of());
    }

    static Devices absent(String... names) {
        return new Devices(List.of(), List.of(names));
    }

    Machines user(User changed) {
        user = changed;
        return this;
    }

    Machines running(String itsSystem, String itsKernel, boolean inContainer) {
        system = itsSystem;
        kernel = itsKernel;
        container = inContainer;
        return this;
    }

    Machines chips(Devices changed) {
        chips = changed;
        return this;
    }

    Machines i2c(Devices changed, boolean module, boolean idle, String holder) {
        adapters = changed;
        i2cDev = module;
        idleSmBus = idle;
        driver = holder;
        return this;
    }

    Machines spi(Devices changed, Devices changedFpga) {
        spi = changed;
        fpga = changedFpga;
        return this;
    }

    Machine made() {
        return new Machine(
                model, system, kernel, container, user, chips, adapters, i2cDev, idleSmBus, driver, spi, fpga);
    }
}
