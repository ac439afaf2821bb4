// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.sim;

import java.util.Optional;

class Gl20TwinTest extends SimContract {

    Gl20TwinTest() {
        super("gl20", new Pins(0, 5, 6, 7, Optional.empty(), 8));
    }
}
