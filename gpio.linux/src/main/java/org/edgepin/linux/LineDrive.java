// SPDX-License-Identifier: Apache-2.0
package org.edgepin.linux;

/** How an output drives its line. The kernel emulates open drain and open source for chips without. */
public enum LineDrive {
    PUSH_PULL(0),
    /** Drives low only. */
    OPEN_DRAIN(Uapi.GPIO_V2_LINE_FLAG_OPEN_DRAIN),
    /** Drives high only. */
    OPEN_SOURCE(Uapi.GPIO_V2_LINE_FLAG_OPEN_SOURCE);

    final long flag;

    LineDrive(long flag) {
        this.flag = flag;
    }
}
