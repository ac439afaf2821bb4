// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.gl20;

import java.io.IOException;

/** Over the lines of the kernel's driver, where that has the chip. */
class Gl20LinesContractTest extends Gl20RigContract {

    private static final String CHIP = "pca9535";

    Gl20LinesContractTest() throws IOException {
        WiredGl20.bind(bus, CHIP);
    }

    @Override
    protected void comeBack() throws Exception {
        super.comeBack();
        WiredGl20.bind(bus, CHIP);
    }
}
