// SPDX-License-Identifier: Apache-2.0
package org.edgepin.itest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a terminal shows after some output, and a picture of it. It knows what the console sends, and no more. */
final class TerminalPicture {

    private static final Pattern ESCAPE = Pattern.compile("\u001B(?:\\[([?0-9;]*)([A-Za-z])|[=>])");
    private static final Style PLAIN = new Style("#d8dee9", false);
    private static final Map<Integer, String> COLOURS = Map.of(
            1, "#ff7b72", 2, "#7ee787", 3, "#e3b341", 4, "#79c0ff", 5, "#d2a8ff", 6, "#76e3ea", 7, "#d8dee9", 0,
            "#8b949e");

    private static final double CHARACTER = 8.43;
    private static final int LINE = 18;
    private static final int MARGIN = 16;

    private final List<List<Cell>> rows = new ArrayList<>();
    private int column;
    private Style style = PLAIN;

    private record Style(String colour, boolean bold) {}

    private record Cell(char character, Style style) {}

    TerminalPicture(String output) {
        rows.add(new ArrayList<>());
        var escape = ESCAPE.matcher(output);
        for (var at = 0; at < output.length(); ) {
            if (escape.region(at, output.length()).lookingAt()) {
                if (escape.group(2) != null) {
                    control(escape.group(2).charAt(0), escape.group(1));
                }
                at = escape.end();
            } else {
                show(output.charAt(at));
                at++;
            }
        }
        rows.forEach(row -> {
            while (!row.isEmpty() && row.get(row.size() - 1).character() == ' ') {
                row.remove(row.size() - 1);
            }
        });
    }

    private List<Cell> row() {
        return rows.get(rows.size() - 1);
    }

    private void show(char character) {
        switch (character) {
            case '\r' -> column = 0;
            case '\b' -> column = Math.max(0, column - 1);
            case '\n' -> rows.add(new ArrayList<>());
            default -> {
                while (row().size() <= column) {
                    row().add(new Cell(' ', PLAIN));
                }
                row().set(column, new Cell(character, style));
                column++;
            }
        }
    }

    private void control(char command, String parameters) {
        switch (command) {
            case 'K' ->
                row().subList(Math.min(column, row().size()), row().size()).clear();
            case 'D' -> column = Math.max(0, column - number(parameters));
            case 'C' -> column += number(parameters);
            case 'm' -> {
                for (var code : parameters.split(";", -1)) {
                    style(code.isEmpty() ? 0 : Integer.parseInt(code));
                }
            }
            default -> {} // modes of the keyboard and the mouse
        }
    }

    private static int number(String parameters) {
        return parameters.isEmpty() ? 1 : Integer.parseInt(parameters);
    }

    private void style(int code) {
        if (code == 0) {
            style = PLAIN;
        } else if (code == 1 || code == 22) {
            style = new Style(style.colour(), code == 1);
        } else if (code / 10 == 3 || code / 10 == 9) {
            style = new Style(COLOURS.getOrDefault(code % 10, PLAIN.colour()), style.bold());
        }
    }

    /** Returns the text, without blanks at the ends of its lines. */
    String text() {
        return rows.stream()
                .map(row -> row.stream()
                        .map(cell -> String.valueOf(cell.character()))
                        .collect(Collectors.joining()))
                .collect(Collectors.joining("\n"));
    }

    /** Returns the picture as SVG; {@code label} is for those who do not see it. */
    String svg(String label) {
        var widest = rows.stream().mapToInt(List::size).max().orElse(0);
        var width = Math.round(2 * MARGIN + CHARACTER * widest);
        var height = 2 * MARGIN + LINE * rows.size();
        var svg = new StringBuilder(String.format(Locale.ROOT, """
                <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img" aria-label="%s">
                <rect width="100%%" height="100%%" rx="8" fill="#0d1117"/>
                <g font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="14">
                """, width, height, width, height, escaped(label)));
        for (var line = 0; line < rows.size(); line++) {
            var y = MARGIN + LINE * line + 12;
            svg.append("<text x=\"%d\" y=\"%d\" xml:space=\"preserve\">".formatted(MARGIN, y));
            spans(svg, rows.get(line));
            svg.append("</text>\n");
        }
        return svg.append("</g>\n</svg>\n").toString();
    }

    private static void spans(StringBuilder svg, List<Cell> row) {
        for (var from = 0; from < row.size(); ) {
            var its = row.get(from).style();
            var text = new StringBuilder();
            for (; from < row.size() && row.get(from).style().equals(its); from++) {
                text.append(row.get(from).character());
            }
            svg.append("<tspan fill=\"%s\"%s>%s</tspan>"
                    .formatted(its.colour(), its.bold() ? " font-weight=\"bold\"" : "", escaped(text.toString())));
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
