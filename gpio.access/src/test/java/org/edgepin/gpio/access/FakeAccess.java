// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.access;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.edgepin.gpio.AccessDeniedException;
import org.edgepin.gpio.Caller;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.GpioAccess;
import org.edgepin.gpio.Role;
import org.jspecify.annotations.Nullable;

/** Remembers what was refused. */
final class FakeAccess implements GpioAccess {

    final List<String> refusals = new CopyOnWriteArrayList<>();

    @Override
    public Gpio as(Caller caller) {
        throw new AssertionError(caller);
    }

    @Override
    public <T extends @Nullable Object, E extends Exception> T perform(
            Caller caller, Role role, String deed, Task<T, E> task) throws AccessDeniedException, E {
        throw new AssertionError(deed);
    }

    @Override
    public void refused(Caller caller, String deed, String reason) {
        refusals.add(caller.name() + ", " + caller.origin() + ", " + deed + ": " + reason);
    }
}
