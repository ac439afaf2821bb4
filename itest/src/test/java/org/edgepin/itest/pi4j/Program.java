// SPDX-License-Identifier: Apache-2.0
package org.edgepin.itest.pi4j;

import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalInput;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Says what it gets from Pi4J, for {@link ProgramCommand} to print. */
@Component(immediate = true)
public final class Program {

    private static final AtomicReference<String> SAID = new AtomicReference<>("");

    @Activate
    public Program(@Reference(target = "(gpio.board=pi)") Context pi4j) {
        var providers = new TreeSet<>(pi4j.providers().all().keySet());
        String input;
        try {
            input = pi4j.create(DigitalInput.newConfigBuilder(pi4j).address(5).build())
                    .toString();
        } catch (RuntimeException e) {
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            input = String.valueOf(cause.getMessage());
        }
        SAID.set(providers + "\n" + input);
    }

    static String said() {
        return Objects.requireNonNull(SAID.get());
    }
}
