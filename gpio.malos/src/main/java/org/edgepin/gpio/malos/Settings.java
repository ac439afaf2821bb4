// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.malos;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.Role;
import org.edgepin.gpio.endpoint.RefusedException;
import org.edgepin.gpio.endpoint.Values;

/**
 * What the endpoint is to be like. The keys are described in {@link MalosConfig}.
 *
 * @param port the first of four
 * @param servoPort the first of four; empty if they are not opened
 * @param board empty for the first MATRIX board
 * @param pins the board's pin for each pin that clients know, at most {@link #MAX_PINS}
 * @param setsPin0 whether a config without a pin makes pin 0 an input
 */
record Settings(
        String host,
        int port,
        int infoPort,
        OptionalInt servoPort,
        String board,
        List<Integer> pins,
        boolean setsPin0,
        Role role) {

    /** The bits of an update. */
    static final int MAX_PINS = 16;

    /** Ports that follow one another: commands, pings, errors, updates. */
    static final int PORTS = 4;

    private static final int LAST_PORT = 65_535;
    private static final Pattern ADDRESS = Pattern.compile("((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(\\.(?!$)|$)){4}");
    private static final Pattern NUMBERS = Pattern.compile("[0-9]{1,4}(,[0-9]{1,4}){0,15}");

    /** Reads a configuration. Nothing is guessed and nothing is clamped. */
    static Settings of(Map<String, ?> properties) throws RefusedException {
        var values = new Values(properties);
        var host = values.text(
                "host",
                it -> it.equals("localhost") || ADDRESS.matcher(it).matches(),
                "must be an IPv4 address, as in 127.0.0.1, or 0.0.0.0 for all");
        var port = values.number("port", 1, LAST_PORT - PORTS + 1);
        var infoPort = values.number("info_port", 1, LAST_PORT);
        var servoPort = values.number("servo_port", 0, LAST_PORT - PORTS + 1);
        var settings = new Settings(
                host.equals("localhost") ? "127.0.0.1" : host,
                port,
                infoPort,
                servoPort == 0 ? OptionalInt.empty() : OptionalInt.of(servoPort),
                values.text(
                        "board",
                        it -> it.isEmpty() || PinId.parse(it + "/0").isPresent(),
                        "must be the name of a board, as in org.edgepin.gpio.sim-NAME.cfg, or empty"),
                pins(values),
                values.flag("config_without_gpio_sets_pin_0"),
                role(values));
        settings.refuseOverlap(values);
        var problems = values.problems();
        if (!problems.isEmpty()) {
            throw new RefusedException(problems);
        }
        return settings;
    }

    private static List<Integer> pins(Values values) {
        var text = values.text("pins");
        if (text.isEmpty()) {
            return IntStream.range(0, MAX_PINS).boxed().toList();
        }
        if (!NUMBERS.matcher(text).matches()) {
            values.problem("pins", text, "must be 1 to 16 pin numbers with commas and without blanks, or empty");
            return List.of();
        }
        var pins = Arrays.stream(text.split(",", -1)).map(Integer::valueOf).toList();
        if (new HashSet<>(pins).size() < pins.size()) {
            values.problem("pins", text, "a pin is there twice; name it once");
        }
        return pins;
    }

    private static Role role(Values values) {
        var text = values.text("role");
        var role = Role.parse(text);
        if (role.isEmpty()) {
            values.problem("role", text, "must be viewer, operator or admin");
        }
        return role.orElse(Role.VIEWER);
    }

    private void refuseOverlap(Values values) {
        if (infoPort >= port && infoPort < port + PORTS) {
            values.problem("info_port", "" + infoPort, "must not be one of the four ports from port = " + port + " on");
        }
        if (servoPort.isPresent()) {
            var servo = servoPort.getAsInt();
            if (Math.abs(servo - port) < PORTS) {
                values.problem("servo_port", "" + servo, "must be at least 4 ports away from port = " + port);
            }
            if (infoPort >= servo && infoPort < servo + PORTS) {
                values.problem(
                        "servo_port", "" + servo, "info_port = " + infoPort + " must not be one of its four ports");
            }
        }
    }

    /** Returns whether other machines can connect. */
    boolean open() {
        return !host.startsWith("127.");
    }
}
