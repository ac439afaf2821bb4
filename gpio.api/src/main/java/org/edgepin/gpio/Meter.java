// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** Something that counts or measures. Register it as a service to have it among the gateway's metrics. */
@ConsumerType
@FunctionalInterface
public interface Meter {

    /** Returns what has been counted and measured so far. Called now and then, from any thread; must not block. */
    List<Measurement> measure();
}
