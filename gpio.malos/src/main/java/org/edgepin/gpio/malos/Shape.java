// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.malos;

/**
 * What can be wrong in the bytes of a field of DriverConfig. Protobuf takes any number for any other,
 * and an unknown field as it is; but a message in a message must be one, a text must be UTF-8, and
 * numbers in a row must end with the row. The drivers of MATRIX CORE refuse a config with such a
 * mistake, also in the fields of other drivers.
 */
enum Shape {
    /** Numbers, bytes, and fields that are unknown: any content. */
    ANY,
    TEXT,
    /** Numbers in a row. */
    PACKED,
    /** A message of numbers. */
    PLAIN,
    CONFIG,
    GPIO,
    IMAGE,
    EYE,
    CAMERA,
    FACE,
    DETECTION_SERVER,
    ENTITY,
    PROPERTY,
    VALUE,
    ARRAY,
    ZIGBEE,
    ZIGBEE_CLUSTER,
    ZIGBEE_LEVEL,
    ZIGBEE_COLOR,
    ZIGBEE_IDENTIFY,
    ZIGBEE_NETWORK,
    ZIGBEE_NODE,
    ZIGBEE_ENDPOINT,
    LIRC,
    ZWAVE,
    ZWAVE_NODE,
    ZWAVE_CLASS,
    ZWAVE_COMMAND,
    WAKE_WORD;

    /** Returns the shape of a field of this message, by the field's number. */
    Shape field(int number) {
        return switch (this) {
            case CONFIG -> config(number);
            case IMAGE -> number == 1 ? PLAIN : ANY;
            case EYE ->
                switch (number) {
                    case 1 -> CAMERA;
                    case 2 -> FACE;
                    case 4 -> DETECTION_SERVER;
                    case 6, 7 -> ENTITY;
                    case 21 -> PACKED;
                    default -> ANY;
                };
            case CAMERA -> number == 4 ? TEXT : ANY;
            case FACE, DETECTION_SERVER -> number == 1 ? TEXT : ANY;
            case ENTITY -> number == 1 ? PROPERTY : ANY;
            case PROPERTY -> number == 1 ? TEXT : number == 2 ? VALUE : ANY;
            case VALUE ->
                switch (number) {
                    case 6 -> ENTITY;
                    case 9 -> ARRAY;
                    case 10, 19 -> PLAIN;
                    case 17 -> TEXT;
                    default -> ANY;
                };
            case ARRAY -> number == 1 ? VALUE : ANY;
            case ZIGBEE -> number == 2 ? ZIGBEE_CLUSTER : number == 3 ? ZIGBEE_NETWORK : ANY;
            case ZIGBEE_CLUSTER ->
                switch (number) {
                    case 2 -> PLAIN;
                    case 3 -> ZIGBEE_LEVEL;
                    case 4 -> ZIGBEE_COLOR;
                    case 5 -> ZIGBEE_IDENTIFY;
                    default -> ANY;
                };
            case ZIGBEE_LEVEL, ZIGBEE_IDENTIFY -> number == 2 || number == 3 ? PLAIN : ANY;
            case ZIGBEE_COLOR -> number >= 2 && number <= 5 ? PLAIN : ANY;
            case ZIGBEE_NETWORK ->
                switch (number) {
                    case 2, 4, 7 -> PLAIN;
                    case 5, 6 -> ZIGBEE_NODE;
                    default -> ANY;
                };
            case ZIGBEE_NODE -> number == 3 ? ZIGBEE_ENDPOINT : ANY;
            case ZIGBEE_ENDPOINT -> number == 4 ? PLAIN : ANY;
            case LIRC -> number >= 1 && number <= 3 ? TEXT : ANY;
            case ZWAVE -> number == 2 ? TEXT : number == 3 ? PLAIN : number == 4 ? ZWAVE_NODE : ANY;
            case ZWAVE_NODE -> number == 1 ? TEXT : number == 2 ? ZWAVE_CLASS : ANY;
            case ZWAVE_CLASS -> number == 2 ? ZWAVE_COMMAND : ANY;
            case ZWAVE_COMMAND -> number == 2 ? TEXT : ANY;
            case WAKE_WORD -> number == 1 || number == 3 || number == 4 ? TEXT : ANY;
            case ANY, TEXT, PACKED, PLAIN, GPIO -> ANY;
        };
    }

    private static Shape config(int number) {
        return switch (number) {
            case 3 -> IMAGE;
            case 4 -> EYE;
            case 5 -> ZIGBEE;
            case 6 -> LIRC;
            // servo, humidity, microphones, device
            case 7, 9, 10, 13 -> PLAIN;
            case 8 -> GPIO;
            case 11 -> ZWAVE;
            case 12 -> WAKE_WORD;
            case 14 -> TEXT;
            default -> ANY;
        };
    }
}
