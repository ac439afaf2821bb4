// SPDX-License-Identifier: Apache-2.0
package org.edgepin.linux;

/** The resistor at a line. Chips without resistors take any of these and do nothing. */
public enum LineBias {
    /** Left as it is; of a line's information: the kernel does not know. */
    AS_IS(0),
    DISABLED(Uapi.GPIO_V2_LINE_FLAG_BIAS_DISABLED),
    PULL_UP(Uapi.GPIO_V2_LINE_FLAG_BIAS_PULL_UP),
    PULL_DOWN(Uapi.GPIO_V2_LINE_FLAG_BIAS_PULL_DOWN);

    final long flag;

    LineBias(long flag) {
        this.flag = flag;
    }
}
