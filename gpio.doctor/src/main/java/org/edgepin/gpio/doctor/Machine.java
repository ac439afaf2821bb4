// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.doctor;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What can be seen of a machine at one instant.
 *
 * @param model the board or computer, {@code Raspberry Pi 4 Model B Rev 1.4}; empty if it does not say
 * @param system {@code Linux}
 * @param kernel its release, {@code 6.1.0-37-arm64}
 * @param container whether this runs in a container, which sees only the devices that it was given
 * @param i2cDev whether the kernel module i2c-dev is there
 * @param idleSmBus whether Intel's SMBus controller is there and no driver has it
 * @param expanderDriver the driver that has the chip at 0x27 of an SMBus adapter of Intel's; empty if none
 * @param spi the nodes of SPI chips
 * @param fpga the node of MATRIX's kernel module
 */
record Machine(
        String model,
        String system,
        String kernel,
        boolean container,
        User user,
        Devices chips,
        Devices adapters,
        boolean i2cDev,
        boolean idleSmBus,
        String expanderDriver,
        Devices spi,
        Devices fpga) {

    /**
     * Who we are.
     *
     * @param member the groups that this process is in
     * @param groups the groups that there are, each with the users that it lists
     * @param supervised whether systemd has started us
     */
    record User(String name, boolean root, Set<String> member, Map<String, Set<String>> groups, boolean supervised) {}

    /**
     * Devices of one kind.
     *
     * @param absent those that the kernel has and that have no node here, {@code i2c-1}
     */
    record Devices(List<Node> nodes, List<String> absent) {

        static final Devices NONE = new Devices(List.of(), List.of());

        boolean none() {
            return nodes.isEmpty() && absent.isEmpty();
        }

        boolean anyUsable() {
            return nodes.stream().anyMatch(Node::usable);
        }
    }

    boolean isLinux() {
        return system.equals("Linux");
    }

    /** Returns whether the kernel has version 2 of the GPIO character device API: 5.10 and later. */
    boolean isKernelNewEnough() {
        var numbers = kernel.split("[^0-9]+", 3);
        if (numbers.length < 2 || numbers[0].isEmpty() || numbers[1].isEmpty()) {
            return true; // not to be told from its name
        }
        var major = Integer.parseInt(numbers[0]);
        return major > 5 || (major == 5 && Integer.parseInt(numbers[1]) >= 10);
    }

    boolean isRaspberryPi() {
        return model.startsWith("Raspberry Pi");
    }
}
