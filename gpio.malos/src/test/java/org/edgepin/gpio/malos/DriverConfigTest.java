// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.malos;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Optional;
import java.util.Random;
import org.edgepin.gpio.malos.DriverConfig.Gpio;
import org.edgepin.gpio.malos.DriverConfig.MalformedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DriverConfigTest {

    @ParameterizedTest
    @CsvSource({
        "0d 00 00 00 40 15 00 00 60 40, 2, 3.5",
        "0d 00 00 80 3e 15 00 00 00 40 42 02 08 01, .25, 2",
        "15 00 00 60 40, 0, 3.5",
        "'', 0, 0",
    })
    void readsTimes(String bytes, float delay, float timeout) throws Exception {
        var config = DriverConfig.parse(Hex.bytes(bytes));

        assertThat(config.delay()).isEqualTo(delay);
        assertThat(config.timeout()).isEqualTo(timeout);
    }

    @ParameterizedTest
    @CsvSource({
        "0d 00 00 80 3e 15 00 00 00 40 42 02 08 01, 1, 0, 0",
        "0d 00 00 80 3e 15 00 00 00 40 42 04 08 01 10 00, 1, 0, 0",
        "42 04 10 01 18 01, 0, 1, 1",
        "42 06 08 00 10 01 18 01, 0, 1, 1",
        "42 02 10 01, 0, 1, 0",
        "42 06 08 00 10 01 18 00, 0, 1, 0",
        "0d 00 00 00 40 15 00 00 c0 40 42 06 08 00 10 01 18 00, 0, 1, 0",
        "42 00, 0, 0, 0",
        "42 06 08 0f 10 01 18 01, 15, 1, 1",
        "42 04 08 0f 10 01, 15, 1, 0",
        "42 0a 08 ff ff ff ff 0f 10 01 18 01, -1, 1, 1",
        "42 08 08 81 80 04 10 01 18 03, 65537, 1, 3",
        // of two the fields are joined, and the last one of each counts
        "42 04 08 01 10 01 42 04 08 02 18 01, 2, 1, 1",
        "42 04 20 05 10 01, 0, 1, 0",
    })
    void readsCommandsForPins(String bytes, int pin, int mode, int value) throws Exception {
        assertThat(DriverConfig.parse(Hex.bytes(bytes)).gpio()).contains(new Gpio(pin, mode, value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3a 04 08 04 10 5a",
                "72 03 61 62 63",
                "72 02 c3 a4",
                "a2 06 03 ff ff ff",
                // a field of ours with another wire type
                "08 01",
                "40 01",
                // the wake word's text as a number
                "62 02 08 01",
                // one detection alone, and two in a row
                "22 03 a8 01 14",
                "22 05 aa 01 02 14 15",
                // groups
                "7b 08 01 7c",
                "7b 83 01 84 01 7c",
                // a length and a number that are longer than they must be
                "f2 00 81 00 61",
                "78 ff ff ff ff ff ff ff ff ff 01",
            })
    void takesTheFieldsOfOthersAndUnknownOnes(String bytes) throws Exception {
        assertThat(DriverConfig.parse(Hex.bytes(bytes)).gpio()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ff ff ff",
                "00",
                "02 00",
                "0d 00 00",
                "42 05 10 01",
                "42 01 10",
                "42 ff ff ff ff 0f",
                "72 03 c3 28 7a",
                "72 03 ed a0 80",
                "72 02 c0 80",
                // another driver's message in which something is wrong
                "3a 01 ff",
                "1a 02 0a 05",
                "62 03 0a 01 ff",
                "22 04 aa 01 01 80",
                "5a 06 22 04 12 02 12 01",
                // ends of groups
                "7c",
                "7b",
                "7b 84 01",
                "7b 42 01 7c",
                "0e",
                "78 ff ff ff ff ff ff ff ff ff ff 01",
            })
    void refusesWhatIsNoConfig(String bytes) {
        assertThatThrownBy(() -> DriverConfig.parse(Hex.bytes(bytes))).isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "garbage bytes here"})
    void refusesWords(String words) {
        assertThatThrownBy(() -> DriverConfig.parse(words.getBytes(US_ASCII))).isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @CsvSource({"100, true", "101, false"})
    void takesMessagesInOneAnotherDownToTheHundredth(int depth, boolean taken) throws Exception {
        var bytes = nested(depth);

        assertThat(accepts(bytes)).isEqualTo(taken);
        assertThat(protobufAccepts(bytes)).isEqualTo(taken);
    }

    private static byte[] nested(int depth) {
        var begin = "7b".repeat(depth);
        var end = "7c".repeat(depth);
        return Hex.bytes(begin + end);
    }

    /** Bytes that nearly are configs, against protobuf's own parser. */
    @Test
    void takesAndRefusesAndReadsAsProtobufDoes() throws Exception {
        var random = new Random(20_049);
        var taken = 0;
        var refused = 0;
        for (var round = 0; round < 100_000; round++) {
            var bytes = Mutant.of(random);
            var reference = protobuf(bytes);
            Optional<DriverConfig> ours;
            try {
                ours = Optional.of(DriverConfig.parse(bytes));
            } catch (MalformedException e) {
                if (String.valueOf(e.getMessage()).contains("ten bytes")) {
                    // the parser of MATRIX CORE, in C++, refuses it too; the one in Java takes the tenth for the last
                    continue;
                }
                ours = Optional.empty();
            }
            assertThat(ours.isPresent()).as(() -> Hex.text(bytes)).isEqualTo(reference.isPresent());
            if (reference.isPresent()) {
                taken++;
                assertThat(ours.orElseThrow()).as(() -> Hex.text(bytes)).isEqualTo(config(reference.get()));
            } else {
                refused++;
            }
        }
        assertThat(taken).isGreaterThan(10_000);
        assertThat(refused).isGreaterThan(10_000);
    }

    private static boolean accepts(byte[] bytes) {
        try {
            DriverConfig.parse(bytes);
            return true;
        } catch (MalformedException e) {
            return false;
        }
    }

    private static boolean protobufAccepts(byte[] bytes) {
        return protobuf(bytes).isPresent();
    }

    private static Optional<DynamicMessage> protobuf(byte[] bytes) {
        try {
            return Optional.of(DynamicMessage.parseFrom(Schema.CONFIG, ByteString.copyFrom(bytes)));
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }

    private static DriverConfig config(DynamicMessage message) {
        var gpio = field(message, 8);
        Optional<Gpio> command = Optional.empty();
        if (message.hasField(gpio)) {
            var it = (DynamicMessage) message.getField(gpio);
            command = Optional.of(new Gpio(number(it, 1), number(it, 2), number(it, 3)));
        }
        return new DriverConfig(
                (float) message.getField(field(message, 1)), (float) message.getField(field(message, 2)), command);
    }

    private static FieldDescriptor field(DynamicMessage message, int number) {
        return message.getDescriptorForType().findFieldByNumber(number);
    }

    private static int number(DynamicMessage message, int field) {
        var value = message.getField(field(message, field));
        return value instanceof EnumValueDescriptor mode ? mode.getNumber() : (int) value;
    }
}
