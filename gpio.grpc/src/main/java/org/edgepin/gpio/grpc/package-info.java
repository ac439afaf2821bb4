// SPDX-License-Identifier: Apache-2.0
/** Pins over gRPC: the service of the HPE GL20's Python software, and Edgepin's own with events. */
@NullMarked
package org.edgepin.gpio.grpc;

import org.jspecify.annotations.NullMarked;
