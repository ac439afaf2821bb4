// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.logged.Logged;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryTest {

    private static final PinId PIN = new PinId("main", 5);

    private final Settings settings = new Configuration("main").settings();
    private final File file;

    MemoryTest(@TempDir Path folder) {
        file = folder.resolve("main.properties").toFile();
    }

    @Test
    void remembersWhereToGoOnAndWhatIsShown() {
        var memory = new Memory(settings, file);
        memory.close(Set.of(5, 6), Map.of(PIN, 13L));

        var later = new Memory(settings, file);

        assertThat(later.next()).containsExactly(Map.entry(PIN, 13L));
        assertThat(later.shown()).containsExactly(5, 6);
    }

    @Test
    void remembersWhatIsShownBeforeItIsClosed() {
        new Memory(settings, file).shown(Set.of(5, 6));

        assertThat(new Memory(settings, file).shown()).containsExactly(5, 6);
    }

    @Test
    void leavesTheFileToTheNextOnceItIsClosed() {
        var memory = new Memory(settings, file);
        memory.close(Set.of(5), Map.of(PIN, 13L));
        new Memory(settings, file).shown(Set.of(6));

        memory.shown(Set.of());

        assertThat(new Memory(settings, file).shown()).containsExactly(6);
    }

    @Test
    void forgetsTheNumbersOfAnotherProcessButNotWhatTheBrokerRetains() throws IOException {
        var memory = new Memory(settings, file);
        memory.close(Set.of(5), Map.of(PIN, 13L));
        var text = Files.readString(file.toPath()).replaceFirst("(?m)^process=.*$", "process=1");
        Files.writeString(file.toPath(), text);

        var later = new Memory(settings, file);

        assertThat(later.next()).isEmpty();
        assertThat(later.shown()).containsExactly(5);
    }

    @Test
    void knowsNothingOfAnotherBrokerOrThing() {
        new Memory(settings, file).close(Set.of(), Map.of(PIN, 13L));

        var other = new Memory(new Configuration("main").with("thing", "other").settings(), file);

        assertThat(other.next()).isEmpty();
    }

    @Test
    void doesWithoutAFile() {
        var memory = new Memory(settings, null);
        memory.close(Set.of(), Map.of(PIN, 13L));

        assertThat(memory.next()).containsEntry(PIN, 13L);
    }

    @Test
    void startsAnewWithAFileThatIsNone() throws IOException {
        new Memory(settings, file).close(Set.of(), Map.of(PIN, 13L));
        Files.writeString(file.toPath(), Files.readString(file.toPath()) + "\nnext.x=y\n");

        try (var logged = new Logged()) {
            assertThat(new Memory(settings, file).shown()).isEmpty();
            assertThat(logged.warnings()).hasSize(1);
        }
    }
}
