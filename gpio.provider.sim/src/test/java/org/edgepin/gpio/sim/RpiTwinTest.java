// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.sim;

import java.util.Optional;

class RpiTwinTest extends SimContract {

    RpiTwinTest() {
        super("rpi", new Pins(5, 6, 8, 27, Optional.of(17), 28));
    }
}
