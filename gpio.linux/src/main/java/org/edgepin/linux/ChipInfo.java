// SPDX-License-Identifier: Apache-2.0
package org.edgepin.linux;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A GPIO chip.
 *
 * @param device its node, which may be another after the next boot
 * @param name the kernel's name, as in {@code gpiochip0}
 * @param label the driver's name for it, as in {@code pinctrl-bcm2711}: the one to look for; may be
 *     empty
 * @param lines how many lines it has, numbered from 0
 */
public record ChipInfo(Path device, String name, String label, int lines) {

    static ChipInfo decode(Path device, ByteBuffer struct) {
        return new ChipInfo(
                device,
                Text.decode(struct, Uapi.GpiochipInfo.NAME),
                Text.decode(struct, Uapi.GpiochipInfo.LABEL),
                struct.getInt(Uapi.GpiochipInfo.LINES));
    }
}
