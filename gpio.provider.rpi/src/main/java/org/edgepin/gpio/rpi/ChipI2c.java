// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rpi;

import com.pi4j.context.Context;
import com.pi4j.exception.InitializeException;
import com.pi4j.io.i2c.I2C;
import com.pi4j.io.i2c.I2CBase;
import com.pi4j.io.i2c.I2CBusBase;
import com.pi4j.io.i2c.I2CConfig;
import com.pi4j.io.i2c.I2CProvider;
import com.pi4j.io.i2c.I2CProviderBase;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.edgepin.linux.LinuxException;
import org.edgepin.linux.SmBus;

/**
 * A chip on I2C for Pi4J. Whatever looks the same on the wires as a transfer of SMBus is one, so it
 * works on adapters for SMBus alone too; the rest is plain I2C.
 */
final class ChipI2c extends I2CBase<ChipI2c.Bus> {

    private final SmBus chip;

    /** Makes chips. */
    static final class Provider extends I2CProviderBase {

        private final Map<Integer, Bus> buses = new ConcurrentHashMap<>();

        Provider() {
            super("edgepin-i2c", "Edgepin I2C");
        }

        @Override
        public I2C create(I2CConfig config) {
            var bus = buses.computeIfAbsent(config.bus(), it -> new Bus(config));
            SmBus chip;
            try {
                chip = SmBus.open(Path.of("/dev/i2c-" + config.bus()), config.device());
            } catch (LinuxException | IllegalArgumentException e) {
                throw new InitializeException(e.getMessage(), e);
            }
            try {
                var i2c = new ChipI2c(this, config, bus, chip);
                context().registry().add(i2c);
                return i2c;
            } catch (RuntimeException e) {
                chip.close();
                throw e;
            }
        }
    }

    /** What one after the other does on a bus. */
    static final class Bus extends I2CBusBase {

        Bus(I2CConfig config) {
            super(config);
        }

        @Override
        public <R> R execute(I2C i2c, Callable<R> action) {
            return _execute(i2c, action);
        }
    }

    private ChipI2c(I2CProvider provider, I2CConfig config, Bus bus, SmBus chip) {
        super(provider, config, bus);
        this.chip = chip;
    }

    @Override
    public int read() {
        return execute(chip::receive);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        return execute(() -> {
            if (length == 1) {
                buffer[offset] = (byte) chip.receive();
            } else if (length > 1) {
                chip.read(buffer, offset, length);
            }
            return length;
        });
    }

    @Override
    public int write(byte value) {
        return write(new byte[] {value}, 0, 1);
    }

    @Override
    public int write(byte[] data, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, data.length);
        return execute(() -> {
            if (length == 1) {
                chip.send(data[offset] & 0xFF);
            } else if (length > 1 && length <= 1 + SmBus.BLOCK_MAX) {
                chip.writeI2cBlock(data[offset] & 0xFF, Arrays.copyOfRange(data, offset + 1, offset + length));
            } else if (length > 1) {
                chip.write(data, offset, length);
            }
            return length;
        });
    }

    @Override
    public int readRegister(int register) {
        return execute(() -> chip.readByte(register));
    }

    @Override
    public int readRegister(int register, byte[] buffer, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        if (length > SmBus.BLOCK_MAX) {
            return readRegister(new byte[] {octet(register)}, buffer, offset, length);
        }
        return execute(() -> {
            if (length > 0) {
                var block = new byte[length];
                chip.readI2cBlock(register, block);
                System.arraycopy(block, 0, buffer, offset, length);
            }
            return length;
        });
    }

    @Override
    public int readRegister(byte[] register, byte[] buffer, int offset, int length) {
        return execute(() -> {
            write(register, 0, register.length);
            return read(buffer, offset, length);
        });
    }

    @Override
    public int writeRegister(int register, byte value) {
        return execute(() -> {
            chip.writeByte(register, value & 0xFF);
            return 1;
        });
    }

    @Override
    public int writeRegister(int register, byte[] data, int offset, int length) {
        return writeRegister(new byte[] {octet(register)}, data, offset, length);
    }

    @Override
    public int writeRegister(byte[] register, byte[] data, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, data.length);
        var message = Arrays.copyOf(register, register.length + length);
        System.arraycopy(data, offset, message, register.length, length);
        write(message, 0, message.length);
        return length;
    }

    private static byte octet(int register) {
        if (register < 0 || register > 0xFF) {
            throw new IllegalArgumentException("a register is 0x00 to 0xFF, not 0x%02X".formatted(register));
        }
        return (byte) register;
    }

    @Override
    public void close() {
        super.close();
        chip.close();
    }

    @Override
    public I2C shutdown(Context context) {
        close();
        return this;
    }
}
