// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.gl20;

import java.io.IOException;

/**
 * The port of an expander with the registers of the PCA9555 family (NXP PCA9555, TI SCPS131). Port 1
 * is never touched.
 */
final class ExpanderPort implements Port {

    private static final int INPUT = 0;
    private static final int LATCH = 2;
    private static final int POLARITY = 4;
    /** A bit of 1 is an input. */
    private static final int CONFIGURATION = 6;

    /** The chip's registers, each access one transfer on the bus. */
    interface Registers extends AutoCloseable {

        int read(int register) throws IOException;

        void write(int register, int value) throws IOException;

        @Override
        void close();
    }

    private final Registers chip;
    private final String location;
    /** The whole latch: its upper bits are left as they are. */
    private int latch;

    /**
     * Finds out whether it is there. Writes nothing.
     *
     * @throws IOException if it does not answer, or inverts what it reads; then {@code chip} stays open
     */
    ExpanderPort(Registers chip, String location) throws IOException {
        this.chip = chip;
        this.location = location;
        var polarity = read(POLARITY);
        if (polarity != 0) {
            throw new IOException("%s has its polarity register 0x04 at 0x%02X instead of 0x00, so that it inverts"
                            .formatted(location, polarity)
                    + " what it reads: another program uses it; not touched");
        }
        latch();
    }

    @Override
    public String location() {
        return location;
    }

    @Override
    public int outputs() throws IOException {
        return ~read(CONFIGURATION) & 0xFF;
    }

    @Override
    public void makeOutputs(int values) throws IOException {
        drive(OUTPUTS, values);
        write(CONFIGURATION, ~OUTPUTS & 0xFF);
    }

    @Override
    public int latch() throws IOException {
        latch = read(LATCH);
        return latch;
    }

    @Override
    public void drive(int mask, int values) throws IOException {
        var wanted = (latch & ~mask) | (values & mask);
        write(LATCH, wanted);
        latch = wanted;
    }

    @Override
    public int levels() throws IOException {
        return read(INPUT);
    }

    /** Once more if it fails: the firmware and other masters use this bus too, and a register can be read twice. */
    private int read(int register) throws IOException {
        try {
            return chip.read(register);
        } catch (IOException e) {
            return chip.read(register);
        }
    }

    private void write(int register, int value) throws IOException {
        try {
            chip.write(register, value);
        } catch (IOException e) {
            chip.write(register, value);
        }
    }

    @Override
    public void close() {
        chip.close();
    }
}
