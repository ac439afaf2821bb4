// SPDX-License-Identifier: Apache-2.0
package org.edgepin.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which Java the scripts take, and how. */
class JavaTest {

    private final Path folder;

    JavaTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @ValueSource(strings = {"17.0.15", "21.0.2", "23"})
    void takesTheOneInJavaHomeAndSaysNothing(String version) throws Exception {
        var java = java(version);

        assertThat(choose(java.toString()).output()).isEqualTo("took " + java + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"11.0.2", "1.8.0_392", "24", "25.0.1"})
    void passesOverOneOnWhichKarafDoesNotRun(String version) throws Exception {
        var java = java(version);

        var result = choose(java.toString());

        assertThat(result.output())
                .startsWith("JAVA_HOME=" + java + " is Java ")
                .contains("needs 17 to 23");
        assertThat(result.output().lines()).hasSize(2);
        assertThat(result.output()).doesNotContain("took " + java + "\n");
        assertThat(result.status()).isZero();
    }

    @Test
    void passesOverAFolderWithoutJava() throws Exception {
        assertThat(choose(folder.toString()).output())
                .startsWith("JAVA_HOME=" + folder + " is not a Java; Edgepin needs 17 to 23 and takes Java ");
    }

    @Test
    void whatDiesInTheBackgroundHasSaidWhy() throws Exception {
        var result = setenv("echo $KARAF_REDIRECT; echo $JAVA_OPTS")
                .with("JAVA_OPTS", "")
                .with("KARAF_REDIRECT", "")
                .with("KARAF_LOG", "")
                .with("KARAF_DATA", "")
                .with("KARAF_SCRIPT", "start")
                .with("KARAF_BASE", folder.toString())
                .run();

        assertThat(result.output().lines())
                .satisfiesExactly(
                        redirect -> assertThat(redirect).isEqualTo(folder + "/data/log/output"),
                        options -> assertThat(options).contains("-Xmx128m ", "-XX:+ExitOnOutOfMemoryError "));
        assertThat(folder.resolve("data/log")).isDirectory();
    }

    @Test
    void optionsOfTheUsersReplaceOurs() throws Exception {
        assertThat(setenv("echo $JAVA_OPTS").with("JAVA_OPTS", "-Xmx1g").run().output())
                .isEqualTo("-Xmx1g\n");
    }

    /** A folder that looks like a Java. */
    private Path java(String version) throws IOException {
        var java = folder.resolve("jdk");
        Files.createDirectories(java.resolve("bin"));
        Files.createFile(
                java.resolve("bin/java"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Files.writeString(java.resolve("release"), "IMPLEMENTOR=\"nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
        return java;
    }

    private static Command.Result choose(String javaHome) throws Exception {
        return setenv("echo took $JAVA_HOME").with("JAVA_HOME", javaHome).run();
    }

    private static Command setenv(String then) throws Exception {
        return Command.of("sh", "-c", ". \"$0\"; " + then, Sources.file("karaf-assembly/src/main/assembly/bin/setenv"));
    }
}
