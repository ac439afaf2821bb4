// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.shell;

import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;

/** Karaf's table, made to fit: columns without a single value are left out, and the widest ones wrap. */
final class Table {

    private static final int SEPARATOR = 3;

    /** Below this, a wrapped column is worse than a wrapped terminal line. */
    private static final int NARROWEST = 10;

    /**
     * A column.
     *
     * @param wraps whether its values may take several lines
     * @param colour the escape sequence for a value, null for none
     */
    record Column<T>(
            String header, boolean wraps, Function<T, String> value, Function<String, @Nullable String> colour) {

        static <T> Column<T> of(String header, Function<T, String> value) {
            return new Column<>(header, false, value, text -> null);
        }

        Column<T> wrapping() {
            return new Column<>(header, true, value, colour);
        }

        Column<T> coloured(Function<String, @Nullable String> newColour) {
            return new Column<>(header, wraps, value, newColour);
        }
    }

    private Table() {}

    static <T> void print(Screen screen, List<Column<T>> columns, List<T> rows) {
        var shown = columns.stream()
                .filter(column ->
                        rows.stream().anyMatch(row -> !column.value().apply(row).isEmpty()))
                .toList();
        var widths = fit(shown, rows, screen.width());
        var table = new ShellTable();
        for (var column : shown) {
            var drawn = table.column(column.header());
            if (screen.colours()) {
                drawn.colorProvider(column.colour()::apply);
            }
        }
        for (var row : rows) {
            var cells = table.addRow();
            for (var i = 0; i < widths.length; i++) {
                cells.addContent(wrap(shown.get(i).value().apply(row), widths[i]));
            }
        }
        // the stream does not tell its charset: gogo makes it with the default one
        table.print(screen.out(), Charset.defaultCharset(), true);
    }

    /** Prints one line for each row and no header: every value, also the empty ones, separated by tabs. */
    static <T> void printPlain(PrintStream out, List<Function<T, String>> columns, List<T> rows) {
        for (var row : rows) {
            out.println(columns.stream()
                    .map(column -> column.apply(row).replaceAll("\\s", " "))
                    .collect(Collectors.joining("\t")));
        }
    }

    private static <T> int[] fit(List<Column<T>> columns, List<T> rows, int screenWidth) {
        var widths = columns.stream()
                .mapToInt(column -> rows.stream()
                        .mapToInt(row -> column.value().apply(row).length())
                        .reduce(column.header().length(), Math::max))
                .toArray();
        var excess = Arrays.stream(widths).sum() + SEPARATOR * (widths.length - 1) - screenWidth;
        while (excess > 0) {
            var widest = -1;
            for (var i = 0; i < widths.length; i++) {
                if (columns.get(i).wraps() && widths[i] > NARROWEST && (widest < 0 || widths[i] > widths[widest])) {
                    widest = i;
                }
            }
            if (widest < 0) {
                break;
            }
            widths[widest]--;
            excess--;
        }
        return widths;
    }

    /** Karaf's own wrapping loses the last letter of a line that is full. */
    private static String wrap(String text, int width) {
        var lines = new ArrayList<String>();
        var rest = text;
        while (rest.length() > width) {
            var space = rest.lastIndexOf(' ', width);
            var end = space > 0 ? space : width;
            lines.add(rest.substring(0, end));
            rest = rest.substring(end).stripLeading();
        }
        lines.add(rest);
        return String.join("\n", lines);
    }
}
