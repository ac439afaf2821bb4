// SPDX-License-Identifier: Apache-2.0
package org.edgepin.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The classes in {@code docs/api.md}, as an author would build them, in a running gateway. */
@ExtendWith(SharedGateway.class)
class ApiGuideTest {

    private static final Pattern CODE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("final class (\\w+)");

    @Test
    void theListenerAndTheProviderOfTheGuideWorkAsSaid(Gateway gateway, @TempDir Path folder) throws Exception {
        var bundle = TestBundle.make(compile(folder), "example", folder.resolve("guide.jar"), Map.of());
        gateway.console("bundle:install -s " + bundle.toUri());
        try {
            await().untilAsserted(
                            () -> assertThat(gateway.console("gpio:boards")).contains("A lamp"));
            gateway.console("gpio:write lamp/0=1");
            assertThat(gateway.console("gpio:read lamp/0")).contains("1");

            gateway.console("gpio:write main/27=0");
            gateway.console("gpio:sim-set main/5 low");
            gateway.console("gpio:sim-set main/5 high");
            await("the lamp follows the door").untilAsserted(() -> assertThat(gateway.console("gpio:read main/27"))
                    .contains("1"));
        } finally {
            gateway.console("bundle:uninstall example");
            gateway.console("gpio:sim-set main/5 open");
        }
        await().untilAsserted(() -> assertThat(gateway.console("gpio:boards")).doesNotContain("A lamp"));
    }

    private static Path compile(Path folder) throws IOException {
        var sources = new ArrayList<String>();
        var blocks = CODE.matcher(Files.readString(Path.of(Sources.file("docs/api.md"))));
        while (blocks.find()) {
            var name = NAME.matcher(blocks.group(1));
            assertThat(name.find()).as("a class in %s", blocks.group(1)).isTrue();
            var file = folder.resolve(name.group(1) + ".java");
            sources.add(Files.writeString(file, blocks.group(1)).toString());
        }
        assertThat(sources).hasSize(2);
        var classes = Files.createDirectory(folder.resolve("classes"));
        var arguments = new ArrayList<>(
                List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none"));
        arguments.addAll(sources);
        var compiler = ToolProvider.getSystemJavaCompiler();
        assertThat(compiler.run(null, null, null, arguments.toArray(String[]::new)))
                .as("javac")
                .isZero();
        return classes;
    }
}
