// SPDX-License-Identifier: Apache-2.0
/** What every board must do, whatever it is made of: {@link org.edgepin.gpio.contract.GpioControllerContract}. */
@NullMarked
package org.edgepin.gpio.contract;

import org.jspecify.annotations.NullMarked;
