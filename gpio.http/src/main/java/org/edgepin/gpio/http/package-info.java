// SPDX-License-Identifier: Apache-2.0
/** The door of the gateway: who may come in over HTTP, and what is answered where nothing is. */
@NullMarked
package org.edgepin.gpio.http;

import org.jspecify.annotations.NullMarked;
