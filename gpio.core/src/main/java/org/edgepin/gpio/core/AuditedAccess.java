// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.core;

import org.edgepin.gpio.AccessDeniedException;
import org.edgepin.gpio.Caller;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.GpioAccess;
import org.edgepin.gpio.Role;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The pins on behalf of somebody: checks the role, calls the board, leaves a line in the audit log. */
@Component
public final class AuditedAccess implements GpioAccess {

    private final Gpio gpio;
    private final Audit audit = new Audit();

    @Activate
    public AuditedAccess(@Reference Gpio gpio) {
        this.gpio = gpio;
    }

    @Override
    public Gpio as(Caller caller) {
        return new CallersGpio(caller, gpio, audit);
    }

    @Override
    public <T extends @Nullable Object, E extends Exception> T perform(
            Caller caller, Role role, String deed, Task<T, E> task) throws AccessDeniedException, E {
        return audit.carryOut(caller, role, deed, task);
    }

    @Override
    public void refused(Caller caller, String deed, String reason) {
        audit.refused(caller, deed, reason);
    }
}
