// SPDX-License-Identifier: Apache-2.0
package org.edgepin.linux;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables are written by {@code rig/layout/check}, which asks the C compiler for each machine. */
class LayoutTest {

    @ParameterizedTest
    @ValueSource(strings = {"x86_64-linux-gnu", "i686-linux-gnu", "aarch64-linux-gnu", "arm-linux-gnueabihf"})
    void everyNumberIsWhatTheCompilerSays(String machine) throws Exception {
        Map<String, Long> compiler = table(machine);
        long pointer = Objects.requireNonNull(compiler.remove("pointer.sizeof"));
        compiler.remove("unsigned_long.sizeof");

        Map<String, Long> java = new TreeMap<>();
        constants("", Uapi.class, java);
        constants("", Errno.class, java);
        for (Class<?> struct : Uapi.class.getDeclaredClasses()) {
            constants(snake(struct.getSimpleName()) + ".", struct, java);
        }
        java.put("i2c_smbus_ioctl_data.sizeof", (long) Uapi.I2cSmbusIoctlData.sizeof((int) pointer));
        java.remove("ENOTSUPP"); // is in no header of user space

        assertThat(java).containsExactlyInAnyOrderEntriesOf(compiler);
    }

    @Test
    void thisMachinesPointersAndLongsAreAsLongAsItsTableSays() throws Exception {
        String machine =
                switch (System.getProperty("os.arch")) {
                    case "amd64" -> "x86_64-linux-gnu";
                    case "i386", "x86" -> "i686-linux-gnu";
                    case "aarch64" -> "aarch64-linux-gnu";
                    default -> "arm-linux-gnueabihf";
                };

        assertThat(table(machine))
                .containsEntry("pointer.sizeof", (long) Native.POINTER_SIZE)
                .containsEntry("unsigned_long.sizeof", (long) NativeLong.SIZE);
    }

    private static Map<String, Long> table(String machine) throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(LayoutTest.class.getResourceAsStream(machine + ".layout")),
                StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" ", -1))
                    .collect(Collectors.toMap(
                            words -> words[0], words -> Long.parseLong(words[1]), (a, b) -> a, TreeMap::new));
        }
    }

    private static void constants(String prefix, Class<?> type, Map<String, Long> into) throws Exception {
        for (Field field : type.getDeclaredFields()) {
            if (!field.isSynthetic() && Modifier.isStatic(field.getModifiers())) {
                long value = field.getType() == long.class
                        ? field.getLong(null)
                        : Integer.toUnsignedLong(field.getInt(null));
                String name =
                        prefix.isEmpty() ? field.getName() : field.getName().toLowerCase(Locale.ROOT);
                into.put(prefix + name, value);
            }
        }
    }

    /** Returns the name in C: gpio_v2_line_info for GpioV2LineInfo. */
    private static String snake(String camel) {
        return camel.replaceAll("(?<!^)([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
