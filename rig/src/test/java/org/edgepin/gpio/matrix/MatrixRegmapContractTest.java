// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.matrix;

class MatrixRegmapContractTest extends MatrixRigContract {

    MatrixRegmapContractTest() {
        super(LinuxFpga.REGMAP);
    }
}
