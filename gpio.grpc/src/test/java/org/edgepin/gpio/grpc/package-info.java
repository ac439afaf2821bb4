// SPDX-License-Identifier: Apache-2.0
@NullMarked
package org.edgepin.gpio.grpc;

import org.jspecify.annotations.NullMarked;
