// SPDX-License-Identifier: Apache-2.0
/** The pins of all boards over HTTP: JSON, server-sent events, OpenAPI. */
@NullMarked
@RequireJaxrsWhiteboard
package org.edgepin.gpio.rest;

import org.jspecify.annotations.NullMarked;
import org.osgi.service.jaxrs.whiteboard.annotations.RequireJaxrsWhiteboard;
