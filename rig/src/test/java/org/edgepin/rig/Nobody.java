// SPDX-License-Identifier: Apache-2.0
package org.edgepin.rig;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
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

/** Runs programs as an ordinary user, and makes groups. */
public final class Nobody {

    private final Path jars;

    /**
     * @param jars an empty directory
     */
    public Nobody(Path jars) {
        this.jars = jars;
    }

    /** Makes a group, unless it is there. */
    public static void group(String name, int number) throws IOException {
        Path groups = Path.of("/etc/group");
        if (Files.readAllLines(groups).stream().noneMatch(line -> line.startsWith(name + ":"))) {
            Files.writeString(groups, name + ":x:" + number + ":\n", StandardOpenOption.APPEND);
        }
    }

    /** What the usual rules of udev do. */
    public static void give(Path device, String group) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(device, PosixFileAttributeView.class);
        view.setGroup(device.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(group));
        view.setPermissions(PosixFilePermissions.fromString("rw-rw----"));
    }

    /**
     * Runs a program as the user nobody and returns what it printed.
     *
     * @param groups as setpriv wants them
     */
    public List<String> run(List<String> groups, Class<?> program, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("setpriv", "--reuid", "nobody", "--regid", "nogroup"));
        command.addAll(groups);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                readableClasspath(),
                program.getName()));
        command.addAll(List.of(arguments));
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
}
