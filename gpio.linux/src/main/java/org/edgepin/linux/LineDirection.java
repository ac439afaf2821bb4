// SPDX-License-Identifier: Apache-2.0
package org.edgepin.linux;

/** Who drives a line. */
public enum LineDirection {
    INPUT,
    OUTPUT
}
