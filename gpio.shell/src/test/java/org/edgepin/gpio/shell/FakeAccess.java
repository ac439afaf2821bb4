// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.shell;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.edgepin.gpio.AccessDeniedException;
import org.edgepin.gpio.Caller;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.GpioAccess;
import org.edgepin.gpio.Role;
import org.jspecify.annotations.Nullable;

/** Lets everybody do everything, and remembers who they are and what was refused. */
record FakeAccess(Gpio gpio, List<Caller> callers, List<String> refusals) implements GpioAccess {

    FakeAccess(Gpio gpio) {
        this(gpio, new CopyOnWriteArrayList<>(), new CopyOnWriteArrayList<>());
    }

    @Override
    public Gpio as(Caller caller) {
        callers.add(caller);
        return gpio;
    }

    @Override
    public <T extends @Nullable Object, E extends Exception> T perform(
            Caller caller, Role role, String deed, Task<T, E> task) throws AccessDeniedException, E {
        throw new AssertionError(deed);
    }

    @Override
    public void refused(Caller caller, String deed, String reason) {
        refusals.add(caller.name() + ", " + deed + ": " + reason);
    }
}
