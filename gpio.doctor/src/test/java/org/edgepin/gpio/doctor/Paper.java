// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.doctor;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import org.edgepin.gpio.screen.Screen;

/** A screen that remembers. */
final class Paper {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    final Screen screen = new Screen(new PrintStream(printed, true, Charset.defaultCharset()), Screen.UNLIMITED, false);

    String printed() {
        // with the borders that an ASCII terminal shows, since a test does not know its locale
        return printed.toString(Charset.defaultCharset()).replace('│', '|');
    }
}
