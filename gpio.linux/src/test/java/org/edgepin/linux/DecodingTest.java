// SPDX-License-Identifier: Apache-2.0
package org.edgepin.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Structs as the kernel fills them, written byte by byte at the places of linux/gpio.h. */
class DecodingTest {

    private static ByteBuffer struct(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ByteBuffer lineInfo(long flags) {
        return struct(256).put(0, text("GPIO17")).putInt(64, 17).putLong(72, flags);
    }

    @Test
    void aChip() {
        ByteBuffer struct = struct(68)
                .put(0, text("gpiochip0"))
                .put(32, text("pinctrl-bcm2711"))
                .putInt(64, 58);

        assertThat(ChipInfo.decode(Path.of("/dev/gpiochip0"), struct))
                .isEqualTo(new ChipInfo(Path.of("/dev/gpiochip0"), "gpiochip0", "pinctrl-bcm2711", 58));
    }

    @Test
    void aNameThatFillsItsPlaceHasNoZeroAtTheEnd() {
        String longest = "abcdefghijklmnopqrstuvwxyz012345";
        ByteBuffer struct = struct(68).put(0, text(longest));

        assertThat(ChipInfo.decode(Path.of("/dev/gpiochip0"), struct).name()).isEqualTo(longest);
    }

    @Test
    void aFreeLine() {
        LineInfo line = LineInfo.decode(lineInfo(1 << 2), 0);

        assertThat(line)
                .isEqualTo(new LineInfo(
                        17,
                        "GPIO17",
                        "",
                        false,
                        LineDirection.INPUT,
                        false,
                        LineBias.AS_IS,
                        LineDrive.PUSH_PULL,
                        LineEdges.NONE,
                        Duration.ZERO,
                        EventClock.MONOTONIC));
    }

    @Test
    void aDebouncedInputInUse() {
        long flags = 1 << 0 | 1 << 1 | 1 << 2 | 1 << 4 | 1 << 5 | 1 << 8 | 1 << 11;
        ByteBuffer struct = lineInfo(flags)
                .put(32, text("doorbell"))
                .putInt(68, 1)
                .putInt(80, 3)
                .putInt(88, (int) 4_000_000_000L);

        LineInfo line = LineInfo.decode(struct, 0);

        assertThat(line.consumer()).isEqualTo("doorbell");
        assertThat(line.used()).isTrue();
        assertThat(line.activeLow()).isTrue();
        assertThat(line.bias()).isEqualTo(LineBias.PULL_UP);
        assertThat(line.edges()).isEqualTo(LineEdges.BOTH);
        assertThat(line.clock()).isEqualTo(EventClock.REALTIME);
        assertThat(line.debounce()).isEqualTo(Duration.ofSeconds(4000));
    }

    @Test
    void anOpenDrainOutput() {
        LineInfo line = LineInfo.decode(lineInfo(1 << 0 | 1 << 3 | 1 << 6 | 1 << 10), 0);

        assertThat(line.direction()).isEqualTo(LineDirection.OUTPUT);
        assertThat(line.drive()).isEqualTo(LineDrive.OPEN_DRAIN);
        assertThat(line.bias()).isEqualTo(LineBias.DISABLED);
    }

    @Test
    void aChangeOfALine() {
        ByteBuffer struct = struct(288)
                .put(0, text("GPIO17"))
                .putInt(64, 17)
                .putLong(72, 1 << 2)
                .putLong(256, 123_456_789_012L)
                .putInt(264, 2);

        LineChange change = LineChange.decode(struct);

        assertThat(change.kind()).isEqualTo(LineChange.Kind.RELEASED);
        assertThat(change.nanos()).isEqualTo(123_456_789_012L);
        assertThat(change.line().name()).isEqualTo("GPIO17");
    }

    @Test
    void edges() {
        EdgeBuffer edges = new EdgeBuffer(2);
        edges.block
                .bytes
                .putLong(0, 1000)
                .putInt(8, 1)
                .putInt(12, 17)
                .putInt(16, 5)
                .putInt(20, 3);
        edges.block
                .bytes
                .putLong(48, 2000)
                .putInt(56, 2)
                .putInt(60, 27)
                .putInt(64, -1)
                .putInt(68, -2);

        edges.filled(2);

        assertThat(edges.size()).isEqualTo(2);
        assertThat(edges.get(0)).isEqualTo(new LineEvent(17, true, 1000, 5, 3));
        assertThat(edges.get(1)).isEqualTo(new LineEvent(27, false, 2000, 0xFFFF_FFFFL, 0xFFFF_FFFEL));
    }

    @Test
    void anEdgeThatWasNotReadIsNotThere() {
        EdgeBuffer edges = new EdgeBuffer(2);
        edges.filled(1);

        assertThatThrownBy(() -> edges.get(1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void anEdgeBufferHoldsWhatTheKernelKeeps() {
        assertThat(new EdgeBuffer(1024).size()).isZero();
        assertThatThrownBy(() -> new EdgeBuffer(1025)).hasMessage("capacity must be 1 to 1024, not 1025");
        assertThatThrownBy(() -> new EdgeBuffer(0)).hasMessage("capacity must be 1 to 1024, not 0");
    }

    @Test
    void aTextOfMoreThanThirtyOneBytesIsRefusedNotCut() {
        ByteBuffer struct = struct(32);

        Text.encode("ä".repeat(15), struct, 0);
        assertThat(Text.decode(struct, 0)).isEqualTo("ä".repeat(15));
        assertThatThrownBy(() -> Text.encode("ä".repeat(16), struct, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("at most 31 bytes, but \"" + "ä".repeat(16) + "\" has 32");
    }
}
