// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.fake;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.edgepin.gpio.AccessDeniedException;
import org.edgepin.gpio.Caller;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.GpioAccess;
import org.edgepin.gpio.Role;
import org.jspecify.annotations.Nullable;

/** Lets everybody use the pins, and other things as far as their roles go; remembers who they are. Thread-safe. */
public final class FakeAccess implements GpioAccess {

    private final @Nullable Gpio gpio;
    private final List<Caller> callers = new CopyOnWriteArrayList<>();
    private final List<String> audit = new CopyOnWriteArrayList<>();

    /** For a test in which nobody asks for pins. */
    public FakeAccess() {
        this(null);
    }

    public FakeAccess(@Nullable Gpio gpio) {
        this.gpio = gpio;
    }

    /** Returns who has asked for pins. */
    public List<Caller> callers() {
        return callers;
    }

    /** Returns a line for all else that was done or refused: {@code name, origin, deed: done}, or the reason. */
    public List<String> audit() {
        return audit;
    }

    @Override
    public Gpio as(Caller caller) {
        callers.add(caller);
        if (gpio == null) {
            throw new AssertionError(caller);
        }
        return gpio;
    }

    @Override
    public <T extends @Nullable Object, E extends Exception> T perform(
            Caller caller, Role role, String deed, Task<T, E> task) throws AccessDeniedException, E {
        if (!caller.role().includes(role)) {
            line(caller, deed, "denied");
            throw new AccessDeniedException(caller, role, deed);
        }
        var result = task.run();
        line(caller, deed, "done");
        return result;
    }

    @Override
    public void refused(Caller caller, String deed, String reason) {
        line(caller, deed, reason);
    }

    private void line(Caller caller, String deed, String result) {
        audit.add(caller.name() + ", " + caller.origin() + ", " + deed + ": " + result);
    }
}
