// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.malos;

import java.util.Optional;
import java.util.function.Consumer;

/** No servo is there. Clients hear what they heard from MATRIX CORE, and that their command did nothing. */
final class Servo implements Device {

    @Override
    public String name() {
        return "Servo";
    }

    @Override
    public String notes() {
        return "Write-read. Servo handler. In development";
    }

    @Override
    public boolean configure(DriverConfig config, String from, Consumer<String> errors) {
        errors.accept("0, There is no servo: pins of this gateway are on or off.");
        return true;
    }

    @Override
    public Optional<byte[]> update() {
        return Optional.empty();
    }
}
