// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.malos;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.Locale;
import java.util.Map;

/** DriverConfig for protobuf's own parser: the messages with the number and the type of each field. */
final class Schema {

    /**
     * A name that is no type of protobuf's is a message; a star repeats it, {@code enum} is any open one.
     */
    private static final Map<String, String> MESSAGES = Map.ofEntries(
            Map.entry(
                    "Config",
                    "1 float, 2 float, 3 Image, 4 Eye, 5 ZigBee, 6 Lirc, 7 Servo, 8 Gpio, 9 Humidity, 10 Microphones,"
                            + " 11 ZWave, 12 WakeWord, 13 Device, 14 string"),
            Map.entry("Gpio", "1 uint32, 2 enum, 3 uint32, 4 uint32"),
            Map.entry("Servo", "1 uint32, 2 uint32"),
            Map.entry("Humidity", "1 float"),
            Map.entry("Device", "1 enum"),
            Map.entry("Microphones", "1 int32, 2 float, 3 float, 4 float, 5 float, 6 uint32"),
            Map.entry("WakeWord", "1 string, 2 enum, 3 string, 4 string, 5 uint32, 6 uint32"),
            Map.entry("Image", "1 *Led, 2 int32"),
            Map.entry("Led", "1 uint32, 2 uint32, 3 uint32, 4 uint32"),
            Map.entry("Lirc", "1 string, 2 string, 3 string"),
            Map.entry("Eye", "1 Camera, 2 Face, 4 DetectionServer, 21 *enum, 5 enum, 6 *Entity, 7 Entity"),
            Map.entry("Camera", "4 string, 1 int32, 2 int32, 3 int32"),
            Map.entry("Face", "1 string, 2 uint32, 3 uint32"),
            Map.entry("DetectionServer", "1 string, 2 int32"),
            Map.entry("Entity", "1 *Property"),
            Map.entry("Property", "1 string, 2 Value"),
            Map.entry(
                    "Value",
                    "1 uint32, 2 int64, 3 double, 6 Entity, 9 Array, 10 Timestamp, 17 string, 18 bytes, 19 Size"),
            Map.entry("Array", "1 *Value"),
            Map.entry("Timestamp", "1 int64, 2 int32"),
            Map.entry("Size", "1 int64, 2 int64"),
            Map.entry("ZWave", "1 enum, 2 string, 3 Command, 4 *Node, 5 uint32"),
            Map.entry("Command", "1 enum, 2 enum, 3 bytes"),
            Map.entry("Node", "1 string, 2 *NodeClass"),
            Map.entry("NodeClass", "1 enum, 2 *NodeCommand"),
            Map.entry("NodeCommand", "1 enum, 2 *string"),
            Map.entry("ZigBee", "1 enum, 2 Cluster, 3 Network"),
            Map.entry("Cluster", "1 enum, 2 OnOff, 3 Level, 4 Color, 5 Identify, 6 uint32, 7 uint32"),
            Map.entry("OnOff", "1 enum"),
            Map.entry("Level", "1 enum, 2 MoveTo, 3 MoveTo"),
            Map.entry("MoveTo", "1 uint32, 2 uint32"),
            Map.entry("Color", "1 enum, 2 Hue, 3 MoveTo, 4 Hue, 5 MoveTo"),
            Map.entry("Hue", "1 uint32, 2 uint32, 3 uint32"),
            Map.entry("Identify", "1 enum, 2 MoveTo, 3 Count"),
            Map.entry("Count", "1 uint32"),
            Map.entry("Network", "1 enum, 2 Count, 3 uint32, 4 Count, 5 ZigBeeNode, 6 *ZigBeeNode, 7 Status"),
            Map.entry("Status", "1 enum"),
            Map.entry("ZigBeeNode", "1 uint32, 2 uint64, 3 *Endpoint"),
            Map.entry("Endpoint", "1 uint32, 2 uint32, 3 uint32, 4 *ClusterOf"),
            Map.entry("ClusterOf", "1 enum, 2 uint32"));

    static final Descriptor CONFIG = build();

    private Schema() {}

    private static Descriptor build() {
        var file = FileDescriptorProto.newBuilder().setName("driver.proto").setSyntax("proto3");
        file.addEnumType(EnumDescriptorProto.newBuilder()
                .setName("Any")
                .addValue(EnumValueDescriptorProto.newBuilder().setName("ZERO").setNumber(0)));
        MESSAGES.forEach((name, fields) -> file.addMessageType(message(name, fields)));
        try {
            return FileDescriptor.buildFrom(file.build(), new FileDescriptor[0]).findMessageTypeByName("Config");
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DescriptorProto message(String name, String fields) {
        var message = DescriptorProto.newBuilder().setName(name);
        for (var field : fields.split(", ?", -1)) {
            var words = field.strip().split(" ", -1);
            var repeated = words[1].startsWith("*");
            message.addField(type(repeated ? words[1].substring(1) : words[1])
                    .setName("f" + words[0])
                    .setNumber(Integer.parseInt(words[0]))
                    .setLabel(
                            repeated
                                    ? FieldDescriptorProto.Label.LABEL_REPEATED
                                    : FieldDescriptorProto.Label.LABEL_OPTIONAL));
        }
        return message.build();
    }

    private static FieldDescriptorProto.Builder type(String word) {
        var field = FieldDescriptorProto.newBuilder();
        if (MESSAGES.containsKey(word)) {
            return field.setType(FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName("." + word);
        }
        if (word.equals("enum")) {
            return field.setType(FieldDescriptorProto.Type.TYPE_ENUM).setTypeName(".Any");
        }
        return field.setType(FieldDescriptorProto.Type.valueOf("TYPE_" + word.toUpperCase(Locale.ROOT)));
    }
}
