// SPDX-License-Identifier: Apache-2.0
package org.edgepin.rig;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.edgepin.linux.GpioChip;
import org.edgepin.linux.I2cAdapter;
import org.edgepin.linux.LinuxException;
import org.edgepin.linux.SmBus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As an ordinary user, with and without the groups. */
class AccessTest {

    private final Path jars;

    AccessTest(@TempDir Path jars) throws IOException {
        this.jars = jars;
    }

    @Test
    void withoutTheGroupItIsNamedAndWithItAllWorks() throws Exception {
        group("gpio", 61_997);
        group("i2c", 61_998);
        try (SimulatedChip board = SimulatedChip.plugIn("pinctrl-bcm2711", 8);
                SimulatedBus wires = new SimulatedBus()) {
            Path adapter = new I2cAdapter(wires.plugIn("any"), "any").device();
            give(board.device(), "gpio");
            give(adapter, "i2c");

            assertThat(open(List.of("--clear-groups"), board.device(), adapter))
                    .containsExactly(
                            "cannot open " + board.device()
                                    + ": permission denied: nobody is not in group gpio (EACCES from open)",
                            "cannot open " + adapter
                                    + ": permission denied: nobody is not in group i2c (EACCES from open)");
            assertThat(open(List.of("--groups", "gpio,i2c"), board.device(), adapter))
                    .containsExactly("opened", "opened");
        }
    }

    @Test
    void aDeviceOfNoGroupNeedsARuleOfUdev() throws Exception {
        try (SimulatedChip board = SimulatedChip.plugIn("pinctrl-bcm2711", 8)) {
            assertThat(open(List.of("--clear-groups"), board.device(), board.device())
                            .get(0))
                    .isEqualTo("cannot open " + board.device() + ": permission denied: nobody may not, and no group"
                            + " may: a udev rule is missing that gives the device to a group (EACCES from open)");
        }
    }

    private static void group(String name, int number) throws IOException {
        Path groups = Path.of("/etc/group");
        if (Files.readAllLines(groups).stream().noneMatch(line -> line.startsWith(name + ":"))) {
            Files.writeString(groups, name + ":x:" + number + ":\n", StandardOpenOption.APPEND);
        }
    }

    /** What the usual rules of udev do. */
    private static void give(Path device, String group) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(device, PosixFileAttributeView.class);
        view.setGroup(device.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(group));
        view.setPermissions(PosixFilePermissions.fromString("rw-rw----"));
    }

    /** Runs {@link Opener} as the user nobody and returns what it printed. */
    private List<String> open(List<String> groups, Path chip, Path adapter) throws Exception {
        List<String> command = new ArrayList<>(List.of("setpriv", "--reuid", "nobody", "--regid", "nogroup"));
        command.addAll(groups);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                readableClasspath(),
                Opener.class.getName(),
                chip.toString(),
                adapter.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .directory(new File("/"))
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines().toList();
    }

    /** A copy of the class path, as the user may not look into other users' directories. */
    private String readableClasspath() throws IOException {
        Files.setPosixFilePermissions(jars, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> copies = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path copy = jars.resolve(Integer.toString(copies.size()));
            if (Files.isDirectory(Path.of(entry), LinkOption.NOFOLLOW_LINKS)) {
                copyTree(Path.of(entry), copy);
            } else if (!Files.exists(copy)) {
                Files.copy(Path.of(entry), copy);
            }
            copies.add(copy.toString());
        }
        return String.join(File.pathSeparator, copies);
    }

    private static void copyTree(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Files.createDirectories(to.resolve(from.relativize(directory)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path copy = to.resolve(from.relativize(file));
                if (!Files.exists(copy)) {
                    Files.copy(file, copy);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** The program that the user runs; it says what came of opening a chip and an adapter. */
    static final class Opener {

        public static void main(String[] args) throws IOException {
            List<String> said = new ArrayList<>();
            try (GpioChip chip = GpioChip.open(Path.of(args[0]))) {
                said.add(chip.lines().isEmpty() ? "empty" : "opened");
            } catch (LinuxException e) {
                said.add(String.valueOf(e.getMessage()));
            }
            try (SmBus chip = SmBus.open(Path.of(args[1]), SimulatedBus.EXPANDER)) {
                said.add(chip.readByte(0) == 0xFF ? "opened" : "wrong");
            } catch (LinuxException e) {
                said.add(String.valueOf(e.getMessage()));
            }
            try (PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, UTF_8)) {
                said.forEach(out::println);
            }
        }

        private Opener() {}
    }
}
