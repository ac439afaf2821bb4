// SPDX-License-Identifier: Apache-2.0
package org.edgepin.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aQute.bnd.osgi.Builder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Makes bundles as an author does, and puts them into a gateway. */
final class TestBundle {

    private static final Path TEST_CLASSES = Path.of("target/test-classes");

    private TestBundle() {}

    /** Installs the listener that counts what it is told; {@code itest:tally} prints it. */
    static void installTally(Gateway gateway) throws Exception {
        var jar = make(
                TEST_CLASSES,
                "org.edgepin.itest.inside",
                gateway.folder().resolve("data/tmp/tally.jar"),
                Map.of("Karaf-Commands", "org.edgepin.itest.inside"));
        gateway.console("bundle:install -s " + jar.toUri());
        await().ignoreExceptionsMatching(it -> true).untilAsserted(() -> gateway.console("itest:tally"));
    }

    /**
     * Puts one package into a bundle named like it, with what bnd reads from its annotations.
     *
     * @param headers further headers of the bundle
     */
    static Path make(Path classes, String packageName, Path jar, Map<String, String> headers) throws Exception {
        try (var builder = new Builder()) {
            builder.addClasspath(classes.toFile());
            for (var entry : System.getProperty("java.class.path").split(":", -1)) {
                if (List.of("gpio.api", "component.annotations", "shell.core", "jspecify", "pi4j-core").stream()
                        .anyMatch(entry::contains)) {
                    builder.addClasspath(Path.of(entry).toFile());
                }
            }
            builder.setProperty("Bundle-SymbolicName", packageName);
            builder.setProperty("Private-Package", packageName);
            builder.setProperty("Import-Package", "org.jspecify.annotations;resolution:=optional,*");
            builder.setProperty("-noimportjava", "true");
            headers.forEach(builder::setProperty);
            var built = builder.build();
            assertThat(builder.getErrors()).isEmpty();
            built.write(jar.toFile());
        }
        return jar;
    }
}
