// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.screen;

import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.karaf.shell.support.table.ShellTable;

/**
 * Karaf's table, made to fit the screen: columns without a single value are left out; if it is too wide
 * then, also the optional ones, from the right; and then some wrap.
 */
public final class Table {

    private static final int SEPARATOR = 3;

    /** Below this, a wrapped column is worse than a wrapped terminal line. */
    private static final int NARROWEST = 10;

    /**
     * A column.
     *
     * @param optional whether it may be left out
     * @param wraps whether its values may take several lines
     * @param colour the escape sequence for the values that are coloured
     */
    public record Column<T>(
            String header,
            boolean optional,
            boolean wraps,
            Function<T, String> value,
            String colour,
            Predicate<String> coloured) {

        public static <T> Column<T> of(String header, Function<T, String> value) {
            return new Column<>(header, false, false, value, "", text -> false);
        }

        public Column<T> optional(boolean changed) {
            return new Column<>(header, changed, wraps, value, colour, coloured);
        }

        public Column<T> wrapping() {
            return new Column<>(header, optional, true, value, colour, coloured);
        }

        public Column<T> coloured(String changed, Predicate<String> which) {
            return new Column<>(header, optional, wraps, value, changed, which);
        }

        private boolean empty(List<T> rows) {
            return rows.stream().allMatch(row -> value.apply(row).isEmpty());
        }

        private long wider(List<T> rows, int width) {
            return rows.stream()
                    .filter(row -> value.apply(row).length() > width)
                    .count();
        }

        /** Returns the width that is left when the values wrap at a width; at most that one. */
        private int wrappedWidth(List<T> rows, int width) {
            return rows.stream()
                    .flatMap(row -> wrap(value.apply(row), width).lines())
                    .mapToInt(String::length)
                    .reduce(Math.min(header.length(), width), Math::max);
        }

        private int width(List<T> rows) {
            return rows.stream().mapToInt(row -> value.apply(row).length()).reduce(header.length(), Math::max);
        }
    }

    private Table() {}

    public static <T> void print(Screen screen, List<Column<T>> columns, List<T> rows) {
        var shown = new ArrayList<>(columns);
        shown.removeIf(column -> column.empty(rows));
        for (var i = shown.size() - 1; i >= 0; i--) {
            if (shown.get(i).optional() && excess(widths(shown, rows), screen) > 0) {
                shown.remove(i);
            }
        }
        var widths = widths(shown, rows);
        shrink(widths, shown, rows, screen);
        var table = new ShellTable();
        for (var column : shown) {
            var drawn = table.column(column.header());
            if (screen.colours()) {
                drawn.colorProvider(text -> column.coloured().test(text) ? column.colour() : null);
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

    /**
     * Prints one line for each row and no header: every value, also the empty ones, separated by
     * tabs.
     */
    public static <T> void printPlain(PrintStream out, List<Function<T, String>> columns, List<T> rows) {
        for (var row : rows) {
            out.println(columns.stream()
                    .map(column -> column.apply(row).replaceAll("\\s", " "))
                    .collect(Collectors.joining("\t")));
        }
    }

    private static <T> int[] widths(List<Column<T>> columns, List<T> rows) {
        return columns.stream().mapToInt(column -> column.width(rows)).toArray();
    }

    private static int excess(int[] widths, Screen screen) {
        return Arrays.stream(widths).sum() + SEPARATOR * (widths.length - 1) - screen.width();
    }

    /** Narrows, step by step, the column where the fewest values wrap for it. */
    private static <T> void shrink(int[] widths, List<Column<T>> columns, List<T> rows, Screen screen) {
        while (excess(widths, screen) > 0) {
            var best = -1;
            var fewest = Long.MAX_VALUE;
            for (var i = 0; i < widths.length; i++) {
                if (columns.get(i).wraps() && widths[i] > NARROWEST) {
                    var wider = columns.get(i).wider(rows, widths[i] - 1);
                    if (wider < fewest) {
                        best = i;
                        fewest = wider;
                    }
                }
            }
            if (best < 0) {
                return;
            }
            widths[best] = columns.get(best).wrappedWidth(rows, widths[best] - 1);
        }
    }

    /**
     * After a comma if there is one. Karaf's own wrapping loses the last letter of a line that is
     * full.
     */
    private static String wrap(String text, int width) {
        var lines = new ArrayList<String>();
        var rest = text;
        while (rest.length() > width) {
            var comma = rest.lastIndexOf(", ", width - 1) + 1;
            var space = comma > 0 ? comma : rest.lastIndexOf(' ', width);
            var end = space > 0 ? space : width;
            lines.add(rest.substring(0, end));
            rest = rest.substring(end).stripLeading();
        }
        lines.add(rest);
        return String.join("\n", lines);
    }
}
