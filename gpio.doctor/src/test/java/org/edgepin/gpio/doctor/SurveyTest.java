// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.edgepin.linux.ChipInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SurveyTest {

    private final Path root;

    SurveyTest(@TempDir Path root) {
        this.root = root;
    }

    private void file(String path, String content) throws IOException {
        var file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private void link(String path, String target) throws IOException {
        Files.createDirectories(root.resolve(target));
        var link = root.resolve(path);
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, root.resolve(target));
    }

    private Machine machine(Chip... chips) {
        return new Survey(root, Map.of()).machine(List.of(chips));
    }

    @Test
    void anEmptySystemHasNothing() {
        var machine = machine();

        assertThat(machine.model()).isEmpty();
        assertThat(machine.container()).isFalse();
        assertThat(machine.user().root()).isFalse();
        assertThat(machine.user().member()).isEmpty();
        assertThat(machine.user().supervised()).isFalse();
        assertThat(machine.chips().none()).isTrue();
        assertThat(machine.adapters().none()).isTrue();
        assertThat(machine.i2cDev()).isFalse();
        assertThat(machine.idleSmBus()).isFalse();
        assertThat(machine.expanderDriver()).isEmpty();
        assertThat(machine.spi().none()).isTrue();
        assertThat(machine.fpga().none()).isTrue();
    }

    @Test
    void knowsTheGroupsThatTheProcessHasAndThoseThatItsUserWillHave() throws IOException {
        file("proc/self/status", "Name:\tjava\nUid:\t998\t998\t998\t998\nGid:\t996\t996\t996\t996\nGroups:\t44 997 \n");
        file("etc/group", "gpio:x:997:edgepin\ni2c:x:995:edgepin,pi\nedgepin:x:996:\nspi:x:994:\nbroken\n");

        var user = machine().user();

        assertThat(user.member()).isEqualTo(Set.of("gpio", "edgepin"));
        assertThat(user.groups())
                .containsEntry("i2c", Set.of("edgepin", "pi"))
                .containsEntry("spi", Set.of())
                .doesNotContainKey("broken");
        assertThat(user.root()).isFalse();
    }

    @Test
    void rootAndSystemdShow() throws IOException {
        file("proc/self/status", "Uid:\t0\t0\t0\t0\n");

        var user = new Survey(root, Map.of("INVOCATION_ID", "8f"))
                .machine(List.of())
                .user();

        assertThat(user.root()).isTrue();
        assertThat(user.supervised()).isTrue();
    }

    @Test
    void aDeviceTreeSaysWhatTheBoardIsAndElseTheFirmware() throws IOException {
        file("sys/class/dmi/id/sys_vendor", "HPE\n");
        file("sys/class/dmi/id/product_name", "GL20\n");
        assertThat(machine().model()).isEqualTo("HPE GL20");

        file("proc/device-tree/model", "Raspberry Pi 5 Model B Rev 1.0\0");
        assertThat(machine().model()).isEqualTo("Raspberry Pi 5 Model B Rev 1.0");
    }

    @Test
    void chipsAndAdaptersThatHaveNoNodeAreTold() throws IOException {
        file("sys/bus/gpio/devices/gpiochip0/x", "");
        file("sys/bus/gpio/devices/gpiochip10/x", "");
        file("sys/bus/gpio/devices/gpiochip9/x", "");
        file("dev/gpiochip0", "");
        file("sys/bus/i2c/devices/i2c-0/name", "SMBus I801 adapter at f040\n");
        file("sys/bus/i2c/devices/i2c-1/name", "i915 gmbus dpc\n");
        file("dev/i2c-1", "");
        var label = new ChipInfo(Path.of("/dev/gpiochip0"), "gpiochip0", "pinctrl-bcm2711", 58);

        var machine = machine(new Chip(label.device(), Optional.of(label), List.of(), Optional.empty()));

        assertThat(machine.chips().nodes()).extracting(Node::title).containsExactly("/dev/gpiochip0 [pinctrl-bcm2711]");
        assertThat(machine.chips().absent()).containsExactly("gpiochip9", "gpiochip10");
        assertThat(machine.adapters().nodes()).extracting(Node::title).containsExactly("/dev/i2c-1 [i915 gmbus dpc]");
        assertThat(machine.adapters().absent()).containsExactly("i2c-0");
    }

    @Test
    void aNodeBelongsToAGroupIfTheGroupMayReadAndWriteIt() throws IOException {
        file("dev/spidev0.0", "");
        file("dev/matrixio_regmap", "");
        Files.setPosixFilePermissions(root.resolve("dev/spidev0.0"), PosixFilePermissions.fromString("rw-rw----"));
        Files.setPosixFilePermissions(
                root.resolve("dev/matrixio_regmap"), PosixFilePermissions.fromString("rw-r-----"));

        var machine = machine();

        assertThat(machine.spi().nodes()).singleElement().satisfies(node -> {
            assertThat(node.groupMay()).isTrue();
            assertThat(node.usable()).isTrue();
        });
        assertThat(machine.fpga().nodes()).singleElement().satisfies(node -> {
            assertThat(node.groupMay()).isFalse();
            assertThat(node.isGiven()).isFalse();
        });
    }

    @Test
    void intelsControllerWithoutADriverIsFound() throws IOException {
        file("sys/bus/pci/devices/0000:00:1f.3/vendor", "0x8086\n");
        file("sys/bus/pci/devices/0000:00:1f.3/class", "0x0c0500\n");
        assertThat(machine().idleSmBus()).isTrue();

        link("sys/bus/pci/devices/0000:00:1f.3/driver", "sys/bus/pci/drivers/i801_smbus");
        assertThat(machine().idleSmBus()).isFalse();
    }

    @Test
    void theDriverOfTheGl20sChipIsFoundOnIntelsAdapterOnly() throws IOException {
        file("sys/bus/i2c/devices/i2c-0/name", "i915 gmbus dpc\n");
        file("sys/bus/i2c/devices/i2c-3/name", "SMBus I801 adapter at 0000:00:1f.3\n");
        link("sys/bus/i2c/devices/0-0027/driver", "sys/bus/i2c/drivers/other");
        assertThat(machine().expanderDriver()).isEmpty();

        link("sys/bus/i2c/devices/3-0027/driver", "sys/bus/i2c/drivers/pca953x");
        assertThat(machine().expanderDriver()).isEqualTo("pca953x");
    }

    @Test
    void aContainerShows() throws IOException {
        file(".dockerenv", "");
        assertThat(machine().container()).isTrue();
    }
}
