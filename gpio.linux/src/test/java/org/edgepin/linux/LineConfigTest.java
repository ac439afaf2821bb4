// SPDX-License-Identifier: Apache-2.0
package org.edgepin.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.edgepin.linux.LineSettings.asIs;
import static org.edgepin.linux.LineSettings.input;
import static org.edgepin.linux.LineSettings.output;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineConfigTest {

    private static final int AT = 8;

    private final ByteBuffer struct =
            ByteBuffer.allocate(AT + 272 + 8).order(ByteOrder.nativeOrder()).putLong(0, -1);

    /** id, value, mask of each attribute. */
    private List<List<Long>> attributes() {
        int count = struct.getInt(AT + 8);
        return IntStream.range(0, count)
                .mapToObj(i -> AT + 32 + 24 * i)
                .map(at -> List.of((long) struct.getInt(at), struct.getLong(at + 8), struct.getLong(at + 16)))
                .toList();
    }

    private long flags() {
        return struct.getLong(AT);
    }

    @Test
    void equalLinesNeedNoAttribute() {
        LineSettings button = input().withEdges(LineEdges.BOTH).withBias(LineBias.PULL_UP);

        LineConfig.encode(struct, AT, List.of(button, button, button), 0, 0);

        assertThat(flags()).isEqualTo(1 << 2 | 1 << 4 | 1 << 5 | 1 << 8);
        assertThat(attributes()).isEmpty();
    }

    @Test
    void theCommonestKindOfLineIsTheDefaultAndOthersAreAttributes() {
        LineConfig.encode(
                struct,
                AT,
                List.of(output(true).withDrive(LineDrive.OPEN_DRAIN), input(), input().withActiveLow(true), input()),
                0,
                0);

        assertThat(flags()).isEqualTo(1 << 2);
        assertThat(attributes())
                .contains(List.of(1L, 1L << 3 | 1L << 6, 0b0001L), List.of(1L, 1L << 2 | 1L << 1, 0b0100L));
    }

    @Test
    void valuesAreThoseOfTheOutputsOnly() {
        LineConfig.encode(struct, AT, List.of(output(false), input(), output(false)), 0b111, 0);

        assertThat(attributes()).contains(List.of(2L, 0b101L, 0b101L));
    }

    @Test
    void linesWithTheSameDebounceShareAnAttribute() {
        LineSettings slow = input().withDebounce(Duration.ofMillis(5));
        LineSettings slower = input().withDebounce(Duration.ofMillis(20));

        LineConfig.encode(struct, AT, List.of(slow, slower, input(), slow), 0, 0);

        assertThat(attributes()).containsExactly(List.of(3L, 5000L, 0b1001L), List.of(3L, 20000L, 0b0010L));
    }

    @Test
    void theLongestDebounceUsesAllBits() {
        LineConfig.encode(struct, AT, List.of(input().withDebounce(Duration.ofNanos(4_294_967_295_000L))), 0, 0);

        assertThat(struct.getInt(AT + 32 + 8)).isEqualTo(-1);
        assertThat(struct.getInt(AT + 32 + 12)).isZero();
    }

    @Test
    void switchingADebounceOffIsSaid() {
        LineConfig.encode(struct, AT, List.of(input(), input()), 0, 0b10);

        assertThat(attributes()).containsExactly(List.of(3L, 0L, 0b10L));
    }

    @Test
    void aLineThatStaysAsItIsHasNoFlags() {
        LineConfig.encode(struct, AT, List.of(asIs()), 0, 0);

        assertThat(flags()).isZero();
        assertThat(attributes()).isEmpty();
    }

    @Test
    void everyFlagHasItsPlace() {
        LineConfig.encode(
                struct,
                AT,
                List.of(input().withEdges(LineEdges.RISING)
                        .withBias(LineBias.DISABLED)
                        .withClock(EventClock.REALTIME)),
                0,
                0);
        assertThat(flags()).isEqualTo(1 << 2 | 1 << 4 | 1 << 10 | 1 << 11);

        LineConfig.encode(
                struct,
                AT,
                List.of(input().withEdges(LineEdges.FALLING)
                        .withBias(LineBias.PULL_DOWN)
                        .withClock(EventClock.HTE)),
                0,
                0);
        assertThat(flags()).isEqualTo(1 << 2 | 1 << 5 | 1 << 9 | 1 << 12);

        LineConfig.encode(struct, AT, List.of(output(true).withDrive(LineDrive.OPEN_SOURCE)), 0, 0);
        assertThat(flags()).isEqualTo(1 << 3 | 1 << 7);
    }

    @Test
    void whatWasThereBeforeIsOverwrittenAndWhatIsAroundIsNot() {
        for (int i = 0; i < struct.capacity(); i++) {
            struct.put(i, (byte) 0xFF);
        }

        LineConfig.encode(struct, AT, List.of(input()), 0, 0);

        for (int i = AT + 8; i < AT + 272; i++) {
            assertThat(struct.get(i)).as("byte " + i).isZero();
        }
        assertThat(struct.getLong(0)).isEqualTo(-1);
        assertThat(struct.getLong(AT + 272)).isEqualTo(-1);
    }

    @Test
    void tenAttributesAreFine() {
        LineConfig.encode(struct, AT, debounced(10), 0, 0);

        assertThat(attributes()).hasSize(10);
    }

    @Test
    void elevenAreRefusedWithTheReason() {
        assertThatThrownBy(() -> LineConfig.encode(struct, AT, debounced(11), 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("makes 11, the kernel takes 10");
    }

    private static List<LineSettings> debounced(int times) {
        List<LineSettings> lines = new ArrayList<>();
        for (int ms = 1; ms <= times; ms++) {
            lines.add(input().withDebounce(Duration.ofMillis(ms)));
        }
        return lines;
    }
}
