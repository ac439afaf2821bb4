// SPDX-License-Identifier: Apache-2.0
package org.edgepin.welcome;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.regex.Pattern;

/** A host and a TCP port. */
record Address(String host, int port) {

    private static final Pattern TEXT = Pattern.compile("(?:\\w+://)?(.+):(\\d{1,5})/?");
    private static final int PATIENCE_MS = 300;

    /** Reads {@code 127.0.0.1:1883} or {@code tcp://127.0.0.1:1883}; empty if the text is neither. */
    static Optional<Address> of(String text) {
        var match = TEXT.matcher(text);
        return match.matches() && Integer.parseInt(match.group(2)) <= 0xFFFF
                ? Optional.of(new Address(match.group(1), Integer.parseInt(match.group(2))))
                : Optional.empty();
    }

    /** Returns whether somebody accepts connections there now. */
    boolean answers() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByName(host), port), PATIENCE_MS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
