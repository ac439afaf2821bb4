// SPDX-License-Identifier: Apache-2.0
package org.edgepin.linux;

/** Which edges of an input are reported; rising is from inactive to active. */
public enum LineEdges {
    NONE(0),
    RISING(Uapi.GPIO_V2_LINE_FLAG_EDGE_RISING),
    FALLING(Uapi.GPIO_V2_LINE_FLAG_EDGE_FALLING),
    BOTH(Uapi.GPIO_V2_LINE_FLAG_EDGE_RISING | Uapi.GPIO_V2_LINE_FLAG_EDGE_FALLING);

    final long flags;

    LineEdges(long flags) {
        this.flags = flags;
    }
}
