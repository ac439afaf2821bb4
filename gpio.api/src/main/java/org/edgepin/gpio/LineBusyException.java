// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

/** Another program holds the line. */
public final class LineBusyException extends GpioException {

    private static final long serialVersionUID = 1;

    private final String consumer;

    /**
     * @param consumer the name that the holder has given, empty if it gave none
     */
    public LineBusyException(PinId pin, String consumer) {
        super(Kind.BUSY, pin + ": held by " + (consumer.isEmpty() ? "another program" : "'" + consumer + "'"));
        this.consumer = consumer;
    }

    /** Returns the name that the holder has given, empty if it gave none. */
    public String consumer() {
        return consumer;
    }
}
