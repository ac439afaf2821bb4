// SPDX-License-Identifier: Apache-2.0
package org.edgepin.itest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A command of the operating system, with this process's environment and what is added to it. */
final class Command {

    private final List<String> words;
    private final Map<String, String> environment = new TreeMap<>();

    private Command(List<String> words) {
        this.words = words;
    }

    static Command of(String... words) {
        return new Command(List.of(words));
    }

    static Command of(List<String> first, String... more) {
        var words = new ArrayList<>(first);
        words.addAll(List.of(more));
        return new Command(words);
    }

    Command with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Starts the command; what it prints and its errors go to a file. */
    Process start(Path output) throws IOException {
        var builder = new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Runs the command to its end, without input. */
    Result run() throws IOException, InterruptedException {
        var output = Files.createTempFile("command", ".out");
        try {
            var process = start(output);
            process.getOutputStream().close();
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IOException(words + " does not end; it said: " + Files.readString(output));
            }
            return new Result(process.exitValue(), Files.readString(output));
        } finally {
            Files.delete(output);
        }
    }

    record Result(int status, String output) {}
}
