// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks at the files of a Linux system. What is not there or cannot be read counts as absent. */
final class Survey {

    private static final String SMBUS = "SMBus I801 adapter at ";

    private final Path root;
    private final Map<String, String> environment;

    /**
     * @param root where the system's {@code /} is
     * @param environment the variables of this process
     */
    Survey(Path root, Map<String, String> environment) {
        this.root = root;
        this.environment = environment;
    }

    Survey() {
        this(Path.of("/"), System.getenv());
    }

    /** Looks once; {@code chips} is what the kernel binding says of the GPIO chips. */
    Machine machine(List<Chip> chips) {
        var adapters = names("sys/bus/i2c/devices", "i2c-[0-9]+");
        return new Machine(
                model(),
                System.getProperty("os.name", ""),
                System.getProperty("os.version", ""),
                exists(".dockerenv") || exists("run/.containerenv") || exists("run/systemd/container"),
                user(),
                new Machine.Devices(
                        chips.stream()
                                .map(chip -> node("dev/" + chip.name(), chip.label()))
                                .toList(),
                        absent(names("sys/bus/gpio/devices", "gpiochip[0-9]+"))),
                new Machine.Devices(
                        adapters.stream()
                                .filter(name -> exists("dev/" + name))
                                .map(name -> node("dev/" + name, adapterName(name)))
                                .toList(),
                        absent(adapters)),
                exists("sys/class/i2c-dev"),
                idleSmBus(),
                expanderDriver(adapters),
                new Machine.Devices(nodes("spidev[0-9]+[.][0-9]+"), List.of()),
                new Machine.Devices(nodes("matrixio_regmap"), List.of()));
    }

    private Machine.User user() {
        var groups = groups();
        var numbers = ids("Groups");
        numbers.addAll(ids("Gid"));
        return new Machine.User(
                System.getProperty("user.name", "this user"),
                ids("Uid").contains("0"),
                groups.entrySet().stream()
                        .filter(group -> numbers.contains(group.getValue().number()))
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toCollection(TreeSet::new)),
                groups.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, group -> group.getValue()
                        .users())),
                environment.containsKey("INVOCATION_ID"));
    }

    private record Group(String number, Set<String> users) {}

    private Map<String, Group> groups() {
        var groups = new TreeMap<String, Group>();
        read("etc/group").lines().map(line -> line.split(":", -1)).forEach(fields -> {
            if (fields.length == 4) {
                var users = Arrays.stream(fields[3].split(",", -1))
                        .filter(user -> !user.isEmpty())
                        .collect(Collectors.toSet());
                groups.put(fields[0], new Group(fields[2], users));
            }
        });
        return groups;
    }

    /** Returns the numbers in a line of this process's status, which are real, effective, saved and the like. */
    private Set<String> ids(String line) {
        return read("proc/self/status")
                .lines()
                .filter(it -> it.startsWith(line + ":"))
                .flatMap(it ->
                        Arrays.stream(it.substring(line.length() + 1).strip().split("\\s+", -1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private String model() {
        var tree = read("proc/device-tree/model").replace("\0", "").strip();
        if (!tree.isEmpty()) {
            return tree;
        }
        return Stream.of("sys_vendor", "product_name")
                .map(file -> read("sys/class/dmi/id/" + file).strip())
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private String adapterName(String adapter) {
        return read("sys/bus/i2c/devices/" + adapter + "/name").strip();
    }

    private boolean idleSmBus() {
        return names("sys/bus/pci/devices", ".*").stream()
                .map(device -> "sys/bus/pci/devices/" + device)
                .anyMatch(device -> read(device + "/vendor").strip().equals("0x8086")
                        && read(device + "/class").strip().equals("0x0c0500")
                        && !exists(device + "/driver"));
    }

    private String expanderDriver(List<String> adapters) {
        return adapters.stream()
                .filter(adapter -> adapterName(adapter).startsWith(SMBUS))
                .map(adapter -> "sys/bus/i2c/devices/" + adapter.substring("i2c-".length()) + "-0027/driver")
                .filter(this::exists)
                .map(driver -> fileName(root.resolve(driver)))
                .findFirst()
                .orElse("");
    }

    private static String fileName(Path link) {
        try {
            return String.valueOf(link.toRealPath().getFileName());
        } catch (IOException e) {
            return ""; // went while we looked
        }
    }

    private List<Node> nodes(String pattern) {
        return names("dev", pattern).stream()
                .map(name -> node("dev/" + name, ""))
                .toList();
    }

    private Node node(String path, String name) {
        var device = root.resolve(path);
        var title = "/" + path + (name.isEmpty() ? "" : " [" + name + "]");
        var usable = Files.isReadable(device) && Files.isWritable(device);
        try {
            var attributes = Files.readAttributes(device, PosixFileAttributes.class);
            var groupMay = attributes
                    .permissions()
                    .containsAll(Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_WRITE));
            return new Node(device, title, attributes.group().getName(), groupMay, usable);
        } catch (IOException e) {
            return new Node(device, title, "root", false, usable);
        }
    }

    private List<String> absent(List<String> devices) {
        return devices.stream().filter(name -> !exists("dev/" + name)).toList();
    }

    /** Returns the names in a folder that match, 9 before 10. */
    private List<String> names(String folder, String pattern) {
        var names = root.resolve(folder).toFile().list();
        return names == null
                ? List.of()
                : Arrays.stream(names)
                        .filter(name -> name.matches(pattern))
                        .sorted(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()))
                        .toList();
    }

    private boolean exists(String path) {
        return Files.exists(root.resolve(path)) || Files.isSymbolicLink(root.resolve(path));
    }

    private String read(String path) {
        try {
            return Files.readString(root.resolve(path));
        } catch (IOException e) {
            return "";
        }
    }
}
