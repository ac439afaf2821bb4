// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.matrix;

class MatrixSpiContractTest extends MatrixRigContract {

    MatrixSpiContractTest() {
        super(LinuxFpga.SPI);
    }
}
