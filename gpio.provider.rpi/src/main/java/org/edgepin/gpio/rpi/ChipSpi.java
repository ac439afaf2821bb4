// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rpi;

import com.pi4j.context.Context;
import com.pi4j.exception.InitializeException;
import com.pi4j.io.exception.IOException;
import com.pi4j.io.spi.Spi;
import com.pi4j.io.spi.SpiBase;
import com.pi4j.io.spi.SpiConfig;
import com.pi4j.io.spi.SpiProvider;
import com.pi4j.io.spi.SpiProviderBase;
import java.nio.file.Path;
import java.util.Objects;
import org.edgepin.linux.LinuxException;
import org.edgepin.linux.SpiDevice;
import org.edgepin.linux.SpiSettings;
import org.jspecify.annotations.Nullable;

/** A chip on SPI for Pi4J. */
final class ChipSpi extends SpiBase {

    private @Nullable SpiDevice chip;

    /** Makes chips. */
    static final class Provider extends SpiProviderBase {

        Provider() {
            super("edgepin-spi", "Edgepin SPI");
        }

        @Override
        public Spi create(SpiConfig config) {
            var spi = new ChipSpi(this, config);
            context().registry().add(spi);
            return spi;
        }
    }

    private ChipSpi(SpiProvider provider, SpiConfig config) {
        super(provider, config);
    }

    @Override
    public Spi initialize(Context context) {
        super.initialize(context);
        try {
            open();
        } catch (RuntimeException e) {
            throw new InitializeException(e.getMessage(), e);
        }
        return this;
    }

    @Override
    public void open() {
        if (isOpen) {
            return;
        }
        try {
            chip = SpiDevice.open(
                    Path.of("/dev/spidev" + config().bus().getBus() + "." + config().address()), settings(config()));
        } catch (LinuxException e) {
            throw new IOException(e.getMessage(), e);
        }
        isOpen = true;
    }

    private static SpiSettings settings(SpiConfig config) {
        if (!config.readLsbFirst().equals(config.writeLsbFirst())) {
            throw new IllegalArgumentException("the kernel reads and writes in the same order of bits");
        }
        return new SpiSettings(config.mode().getMode(), config.baud(), 8, config.writeLsbFirst() != 0);
    }

    @Override
    public int transfer(byte[] write, int writeOffset, byte[] read, int readOffset, int numberOfBytes) {
        var open = chip;
        if (open == null) {
            throw new IOException("SPI " + id() + " is closed");
        }
        try {
            open.transfer(write, writeOffset, read, readOffset, numberOfBytes);
        } catch (LinuxException e) {
            throw new IOException(e.getMessage(), e);
        }
        return numberOfBytes;
    }

    /** Sends a zero. */
    @Override
    public int read() {
        var one = new byte[1];
        transfer(one, 0, one, 0, 1);
        return one[0] & 0xFF;
    }

    /** Sends zeroes. */
    @Override
    public int read(byte[] buffer, int offset, int length) {
        return transfer(new byte[length], 0, buffer, offset, length);
    }

    @Override
    public int write(byte value) {
        return write(new byte[] {value}, 0, 1);
    }

    @Override
    public int write(byte[] data, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, data.length);
        return transfer(data, offset, new byte[length], 0, length);
    }

    @Override
    public void close() {
        super.close();
        var open = chip;
        chip = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public Spi shutdown(Context context) {
        close();
        return this;
    }
}
