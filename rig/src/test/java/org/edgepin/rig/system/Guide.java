// SPDX-License-Identifier: Apache-2.0
package org.edgepin.rig.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The commands of {@code docs/install.md}, run in the guest, where {@code rig/guest/bin} stands for systemd and udev. */
final class Guide {

    private static final Path ROOT = Path.of("").toAbsolutePath();
    private static final Pattern BLOCK = Pattern.compile("(?s)```sh\n(.*?)```");

    private Guide() {}

    /** Runs all commands below a heading, up to the next one. */
    static void follow(String heading) throws IOException, InterruptedException {
        var guide = Files.readString(ROOT.resolve("docs/install.md"));
        var section = Pattern.compile("(?s)\n## \\Q" + heading + "\\E\n(.*?)(?=\n## |\\z)")
                .matcher(guide);
        assertThat(section.find()).as("a section " + heading).isTrue();
        var commands = BLOCK.matcher(section.group(1))
                .results()
                .map(block -> block.group(1))
                .collect(Collectors.joining());
        assertThat(commands).isNotEmpty();
        run(commands);
    }

    /** Runs commands in the folder of the archive, and fails with what they say if one of them does. */
    static void run(String commands) throws IOException, InterruptedException {
        var output = Files.createTempFile("guide", ".out");
        var builder = new ProcessBuilder(List.of("bash", "-euxo", "pipefail", "-c", commands))
                .directory(ROOT.resolve("karaf-assembly/target").toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment()
                .compute("PATH", (name, path) -> ROOT.resolve("rig/guest/bin") + File.pathSeparator + path);
        var process = builder.start();
        process.getOutputStream().close();
        var status = process.waitFor();
        assertThat(status).as(() -> read(output)).isZero();
    }

    static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
