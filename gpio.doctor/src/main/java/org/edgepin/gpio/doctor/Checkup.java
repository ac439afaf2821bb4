// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.doctor;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.edgepin.gpio.BoardStatus;

/**
 * Finds what is missing on a machine for the boards that are configured, and the commands that mend it.
 *
 * @param boards empty if there is no GPIO service
 * @param files the names of the configuration files of boards, {@code org.edgepin.gpio.rpi-main.cfg}
 * @param bundles the symbolic names of the bundles that run
 * @param home where the gateway is unpacked
 */
record Checkup(
        Machine machine, Optional<List<BoardStatus>> boards, List<String> files, Set<String> bundles, Path home) {

    private static final String PREFIX = "org.edgepin.gpio.";
    private static final String MODULES = "/etc/modules-load.d/edgepin.conf";

    /** Looks at everything; the first finding is about the system, the last ones about the boards. */
    List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        findings.addAll(system());
        if (machine.isLinux()) {
            findings.addAll(gpio());
            findings.addAll(i2c());
            findings.addAll(spi());
        }
        findings.addAll(configuration());
        return findings;
    }

    /** Returns whether a board of a kind is configured, whether it is up or not. */
    private boolean needs(String kind) {
        return Stream.concat(boards.orElse(List.of()).stream().map(BoardStatus::pid), files.stream())
                .anyMatch(pid -> pid.matches("\\Q" + PREFIX + kind + "\\E[-~].*"));
    }

    private List<Finding> system() {
        var needed = needs("rpi") || needs("gl20") || needs("matrix");
        var title = Stream.of(machine.model(), machine.system() + " " + machine.kernel())
                .filter(text -> !text.isBlank())
                .collect(joining(", "));
        if (!machine.isLinux()) {
            return List.of(Finding.missing(
                    needed, "system", title + ": only simulated boards work here, real ones need Linux"));
        }
        var kernel = machine.isKernelNewEnough()
                ? Finding.ok("system", title)
                : Finding.missing(
                        needs("rpi"),
                        "system",
                        title + ": GPIO lines need Linux 5.10 or later",
                        "sudo apt full-upgrade");
        return List.of(kernel, user());
    }

    private Finding user() {
        var user = machine.user();
        if (user.root()) {
            return Finding.missing(
                    false, "user", "root, which nothing here needs: docs/install.md says how to do without");
        }
        var groups =
                Stream.of("gpio", "i2c", "spi").filter(user.member()::contains).toList();
        return Finding.ok(
                "user",
                user.name() + (groups.isEmpty() ? "" : ", in group" + (groups.size() > 1 ? "s " : " ") + list(groups)));
    }

    private List<Finding> gpio() {
        var findings = access("GPIO", machine.chips(), "gpio", needs("rpi"));
        if (machine.chips().none()) {
            findings.add(Finding.missing(
                    needs("rpi"),
                    "GPIO",
                    "the kernel has no GPIO chip" + (needs("rpi") ? "" : "; simulated boards need none")));
        }
        return findings;
    }

    private List<Finding> i2c() {
        var needed = needs("gl20");
        var adapters = machine.adapters();
        var findings = access("I2C", adapters, "i2c", needed);
        if (machine.idleSmBus()) {
            findings.add(load(needed, "I2C", "Intel's SMBus controller has no driver", "i2c-i801"));
        } else if (adapters.none() && machine.isRaspberryPi()) {
            findings.add(Finding.missing(needed, "I2C", "I2C is switched off", "sudo raspi-config nonint do_i2c 0"));
        } else if (adapters.none()) {
            findings.add(Finding.missing(needed, "I2C", "there is no I2C or SMBus adapter"));
        }
        if (!adapters.absent().isEmpty() && !machine.i2cDev() && !machine.container()) {
            findings.add(load(
                    needed,
                    "I2C",
                    list(adapters.absent()) + " cannot be used without the kernel's i2c-dev",
                    "i2c-dev"));
        }
        if (!machine.expanderDriver().isEmpty()) {
            findings.add(Finding.missing(
                    false,
                    "I2C",
                    "the kernel's driver " + machine.expanderDriver() + " has the chip at 0x27;"
                            + " a GL20 board then goes by that driver's GPIO chip"));
        }
        return findings;
    }

    private static Finding load(boolean needed, String about, String text, String module) {
        return Finding.missing(
                needed, about, text, "sudo modprobe " + module, "echo " + module + " | sudo tee -a " + MODULES);
    }

    /** Either of two ways to a MATRIX board is enough. */
    private List<Finding> spi() {
        var needed = needs("matrix");
        var ways = List.of(machine.spi(), machine.fpga());
        var open = ways.stream().anyMatch(Machine.Devices::anyUsable);
        var findings = access("SPI", machine.spi(), "spi", needed && !open);
        findings.addAll(access("SPI", machine.fpga(), "spi", needed && !open));
        if (ways.stream().allMatch(Machine.Devices::none)) {
            findings.add(
                    machine.isRaspberryPi()
                            ? Finding.missing(needed, "SPI", "SPI is switched off", "sudo raspi-config nonint do_spi 0")
                            : Finding.missing(
                                    needed,
                                    "SPI",
                                    "there is no SPI chip" + (needed ? "" : "; only MATRIX boards need one")));
        }
        return findings;
    }

    /** One finding for all devices with the same answer. */
    private List<Finding> access(String about, Machine.Devices devices, String group, boolean needed) {
        var findings = new ArrayList<Finding>();
        devices.nodes().stream()
                .collect(groupingBy(node -> obstacle(node, group), LinkedHashMap::new, toList()))
                .forEach((obstacle, nodes) -> {
                    var titles = list(nodes.stream().map(Node::title).toList());
                    findings.add(
                            obstacle.text().isEmpty()
                                    ? Finding.ok(about, titles)
                                    : Finding.missing(
                                            needed,
                                            about,
                                            titles + ": " + obstacle.text(),
                                            obstacle.remedy().toArray(String[]::new)));
                });
        if (!devices.absent().isEmpty() && machine.container()) {
            findings.add(Finding.missing(
                    needed,
                    about,
                    list(devices.absent()) + ": not given to this container; start it with",
                    devices.absent().stream()
                            .map(name -> "--device /dev/" + name)
                            .collect(joining(" "))));
        }
        return findings;
    }

    /** Why a node may not be used; without text if it may. */
    private record Obstacle(String text, List<String> remedy) {}

    private Obstacle obstacle(Node node, String usualGroup) {
        var user = machine.user();
        if (node.usable()) {
            return new Obstacle("", List.of());
        }
        if (machine.container() && !node.isGiven()) {
            return new Obstacle(
                    user.name() + " may not; start the container with",
                    List.of("--group-add $(stat -c %g " + node.device() + ")"));
        }
        var remedy = new ArrayList<String>();
        if (!node.isGiven()) {
            if (!user.groups().containsKey(usualGroup)) {
                remedy.add("sudo groupadd --system " + usualGroup);
            }
            remedy.add("sudo cp " + home.resolve("install/60-edgepin.rules") + " /etc/udev/rules.d/");
            remedy.add("sudo udevadm control --reload && sudo udevadm trigger");
            join(usualGroup, remedy);
            return new Obstacle("no group may use it, for want of a rule of udev", remedy);
        }
        if (user.groups().getOrDefault(node.group(), Set.of()).contains(user.name())
                && !user.member().contains(node.group())) {
            restart(remedy);
            return new Obstacle(
                    user.name() + " has come into group " + node.group() + " after the gateway was started", remedy);
        }
        join(node.group(), remedy);
        return new Obstacle(user.name() + " is not in group " + node.group(), remedy);
    }

    private void join(String group, List<String> remedy) {
        if (!machine.user().member().contains(group)) {
            remedy.add("sudo usermod -aG " + group + " " + machine.user().name());
            restart(remedy);
        }
    }

    private void restart(List<String> remedy) {
        remedy.add(
                machine.user().supervised()
                        ? "sudo systemctl restart edgepin"
                        : "# then log in anew and start the gateway again");
    }

    private List<Finding> configuration() {
        if (boards.isEmpty()) {
            return List.of(Finding.missing(
                    true, "boards", "there is no GPIO service; in this console", "bundle:start org.edgepin.gpio.core"));
        }
        var findings = new ArrayList<Finding>();
        boards.get().forEach(board -> findings.add(board(board)));
        files.stream()
                .filter(file -> boards.get().stream().noneMatch(board -> isOf(file, board)))
                .forEach(file -> findings.add(unread(file)));
        if (findings.isEmpty()) {
            findings.add(Finding.missing(
                    false, "boards", "none is configured; a file etc/org.edgepin.gpio.<kind>-<name>.cfg makes one"));
        }
        return findings;
    }

    private static Finding board(BoardStatus board) {
        var up = board.state() == BoardStatus.State.UP;
        var title = board.name()
                + (up ? " is up: " + board.model() : " is away")
                + (board.simulated() && !board.model().contains("simulated") ? " (simulated)" : "")
                + (up && !board.simulated() && !board.location().isEmpty() ? ", " + board.location() : "");
        return board.problem()
                .map(problem -> Finding.missing(true, "boards", title + "; " + problem))
                .orElseGet(() -> up ? Finding.ok("boards", title) : Finding.missing(true, "boards", title));
    }

    private static boolean isOf(String file, BoardStatus board) {
        return file.equals(board.pid().replace('~', '-') + ".cfg");
    }

    private Finding unread(String file) {
        var kind = file.substring(PREFIX.length(), file.indexOf('-'));
        var text = "etc/" + file + " makes no board: ";
        return bundles.contains("org.edgepin.gpio.provider." + kind)
                ? Finding.missing(
                        true,
                        "boards",
                        text + "the log says why; in this console",
                        "log:display org.edgepin.gpio." + kind)
                : Finding.missing(
                        true,
                        "boards",
                        text + "nothing runs that reads it; in this console",
                        "feature:install edgepin-" + kind);
    }

    private static String list(List<String> words) {
        return String.join(", ", words);
    }
}
