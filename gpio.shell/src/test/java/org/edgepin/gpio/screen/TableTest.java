// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableTest {

    private static final List<String[]> ROWS = List.of(
            new String[] {"main/5", "", "input, pull-up, debounce 5 ms", "GPIO5", "1"},
            new String[] {"main/27", "", "output", "GPIO27", "0"});

    private static final List<Table.Column<String[]>> COLUMNS = List.of(
            Table.Column.of("Pin", row -> row[0]),
            Table.Column.of("Name", row -> row[1]),
            Table.Column.<String[]>of("Use", row -> row[2]).wrapping(),
            Table.Column.<String[]>of("Label", row -> row[3]).optional(true),
            Table.Column.<String[]>of("Level", row -> row[4]).coloured("\u001b[32m", text -> text.equals("1")));

    /** With the borders that an ASCII terminal shows, since a test does not know its locale. */
    private static List<String> print(int width, boolean colours) {
        var out = new ByteArrayOutputStream();
        Table.print(new Screen(new PrintStream(out, true, Charset.defaultCharset()), width, colours), COLUMNS, ROWS);
        return out.toString(Charset.defaultCharset())
                .replace('│', '|')
                .replace('─', '-')
                .replace('┼', '+')
                .lines()
                .toList();
    }

    @Test
    void leavesOutAColumnWithoutAnyValue() {
        assertThat(print(Screen.UNLIMITED, false))
                .containsExactly(
                        "Pin     | Use                           | Label  | Level",
                        "--------+-------------------------------+--------+------",
                        "main/5  | input, pull-up, debounce 5 ms | GPIO5  | 1",
                        "main/27 | output                        | GPIO27 | 0");
    }

    @Test
    void leavesOutOptionalColumnsIfItIsTooWide() {
        assertThat(print(50, false))
                .containsExactly(
                        "Pin     | Use                           | Level",
                        "--------+-------------------------------+------",
                        "main/5  | input, pull-up, debounce 5 ms | 1",
                        "main/27 | output                        | 0");
    }

    @Test
    void wrapsIfItIsStillTooWide() {
        assertThat(print(40, false))
                .containsExactly(
                        "Pin     | Use             | Level",
                        "--------+-----------------+------",
                        "main/5  | input, pull-up, | 1",
                        "        | debounce 5 ms   |",
                        "main/27 | output          | 0");
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 33, 34, 35, 36, 37, 38, 39, 40, 45, 50, 60, 80})
    void fitsAndLosesNoWord(int width) {
        assertThat(print(width, false)).allMatch(line -> line.length() <= width);
        assertThat(String.join(" ", print(width, false)))
                .contains("main/5", "input,", "pull-up,", "debounce", "ms", "main/27", "output");
    }

    @Test
    void coloursOnlyWhereTheScreenDoes() {
        assertThat(print(80, true)).anyMatch(line -> line.contains("\u001b[32m1"));
        assertThat(print(80, false)).noneMatch(line -> line.contains("\u001b"));
    }
}
