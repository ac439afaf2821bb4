// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.sim;

import java.util.Optional;

class MatrixTwinTest extends SimContract {

    MatrixTwinTest() {
        super("matrix", new Pins(0, 1, 14, 15, Optional.of(7), 16));
    }
}
