// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PageTest {

    private static final Path FOLDER = Path.of("src/main/resources/page");
    private static final int BUDGET = 200_000;

    private static final Map<String, String> TEXTS = new TreeMap<>();
    private static Page page;

    @BeforeAll
    static void readTheFiles() throws IOException {
        var assets = new TreeMap<String, Asset>();
        try (var files = Files.walk(FOLDER)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var name = FOLDER.relativize(file).toString();
                assets.put(name, Asset.of(name, Files.readAllBytes(file)));
                if (!name.endsWith(".woff2")) {
                    TEXTS.put(name, Files.readString(file));
                }
            }
        }
        page = new Page(assets);
    }

    @Test
    void isAtItsAddressWithAndWithoutASlash() {
        assertThat(page.find("")).isPresent().isEqualTo(page.find("/"));
        assertThat(page.find("/").orElseThrow().type()).isEqualTo("text/html; charset=utf-8");
    }

    @Test
    void givesOutNothingButItsFiles() {
        for (var path : new String[] {"/no-such-file", "/fonts", "/fonts/", "/../OSGI-INF", "//page.js", "/page.js/"}) {
            assertThat(page.find(path)).as(path).isEmpty();
        }
    }

    @Test
    void isSmall() {
        assertThat(page.assets().values().stream().mapToInt(Asset::size).sum()).isLessThan(BUDGET);
    }

    @Test
    void hasNoScriptOrStyleThatIsNotInAFile() {
        assertThat(TEXTS.get("index.html"))
                .doesNotContainPattern("<script(?![^>]* src=)")
                .doesNotContainPattern("<style")
                .doesNotContainPattern("\\s(style|on[a-z]+)=");
    }

    @Test
    void writesNoMarkupFromText() {
        scripts().forEach((name, text) -> assertThat(text)
                .as(name)
                .doesNotContainPattern(
                        "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|\\beval\\(|new Function"));
    }

    @Test
    void needsNothingButTheGateway() {
        TEXTS.forEach((name, text) -> {
            if (!name.equals("fonts/OFL.txt")) {
                assertThat(text.replace("http://www.w3.org/2000/svg", ""))
                        .as(name)
                        .doesNotContainPattern("https?://|[\"'(]//");
            }
        });
    }

    @Test
    void hasEachFileThatItAsksFor() {
        assertThat(references("index.html", "(?:href|src)=\"/gpio/([^\"/][^\"]*\\.(?:js|css|svg))\""))
                .hasSizeGreaterThan(2)
                .allMatch(it -> page.find("/" + it).isPresent());
        assertThat(references("page.css", "url\\(([^)]+)\\)"))
                .hasSizeGreaterThan(2)
                .allMatch(it -> page.find("/" + it).isPresent());
        scripts().keySet().forEach(name -> assertThat(references(name, "from '\\./([^']+)'"))
                .as(name)
                .allMatch(it -> page.find("/" + it).isPresent()));
    }

    @Test
    void hasNoFileThatNothingAsksFor() {
        var all = String.join("\n", TEXTS.values());
        assertThat(page.assets().keySet())
                .filteredOn(it -> !it.equals("index.html") && !it.equals("fonts/OFL.txt"))
                .allMatch(all::contains);
    }

    @Test
    void hasATagThatChangesWithTheContent() {
        var before = Asset.of("page.js", "1".getBytes(UTF_8));
        var after = Asset.of("page.js", "2".getBytes(UTF_8));

        assertThat(before.tag()).isNotEqualTo(after.tag()).matches("\"[0-9a-f]{16}\"");
        assertThat(before.isAmong(before.tag())).isTrue();
        assertThat(before.isAmong("\"x\", W/" + before.tag())).isTrue();
        assertThat(before.isAmong("*")).isTrue();
        assertThat(before.isAmong(after.tag())).isFalse();
        assertThat(before.isAmong("")).isFalse();
    }

    @Test
    void refusesAFileWhoseTypeItDoesNotKnow() {
        assertThatThrownBy(() -> Asset.of("page.exe", new byte[0])).hasMessageContaining("page.exe");
    }

    private static Map<String, String> scripts() {
        var scripts = new TreeMap<>(TEXTS);
        scripts.keySet().removeIf(name -> !name.endsWith(".js"));
        assertThat(scripts).hasSizeGreaterThan(5);
        return scripts;
    }

    private static List<String> references(String name, String pattern) {
        return Pattern.compile(pattern)
                .matcher(TEXTS.get(name))
                .results()
                .map((MatchResult it) -> it.group(1))
                .toList();
    }
}
