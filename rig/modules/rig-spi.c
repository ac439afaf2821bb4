// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * An SPI controller for tests, bus 0, with one device, /dev/spidev0.0, whose
 * MISO is wired to its MOSI. Nobody drives MOSI while nothing is sent: then
 * ones are received.
 *
 *   /sys/devices/platform/rig-spi/
 *     messages   how often the chip was selected
 *     last       of the last transfer: mode (hexadecimal, SPI_MODE_X_MASK and
 *                flags of linux/spi/spi.h), bits per word, Hz, bytes
 */
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/spi/spi.h>

static struct platform_device *pdev;
static struct spi_controller *controller;
static unsigned long messages;
static struct { unsigned int mode, bits, hz, bytes; } last;

static int prepare(struct spi_controller *c, struct spi_message *m)
{
	messages++;
	return 0;
}

static int transfer(struct spi_controller *c, struct spi_device *s, struct spi_transfer *t)
{
	last.mode = s->mode;
	last.bits = t->bits_per_word;
	last.hz = t->speed_hz;
	last.bytes = t->len;
	if (t->rx_buf && t->tx_buf)
		memcpy(t->rx_buf, t->tx_buf, t->len);
	else if (t->rx_buf)
		memset(t->rx_buf, 0xff, t->len);
	return 0;
}

static ssize_t messages_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%lu\n", messages);
}
static DEVICE_ATTR_RO(messages);

static ssize_t last_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "0x%x %u %u %u\n", last.mode, last.bits, last.hz, last.bytes);
}
static DEVICE_ATTR_RO(last);

static struct attribute *rig_attrs[] = { &dev_attr_messages.attr, &dev_attr_last.attr, NULL };
ATTRIBUTE_GROUPS(rig);

static int __init rig_init(void)
{
	/* an id of the spidev driver; it refuses its own name */
	struct spi_board_info info = { .modalias = "bk4", .max_speed_hz = 50000000 };
	int ret = -ENOMEM;

	pdev = platform_device_alloc("rig-spi", PLATFORM_DEVID_NONE);
	if (!pdev)
		return ret;
	pdev->dev.groups = rig_groups;
	ret = platform_device_add(pdev);
	if (ret) {
		platform_device_put(pdev);
		return ret;
	}
	ret = -ENOMEM;
	controller = spi_alloc_master(&pdev->dev, 0);
	if (!controller)
		goto unregister;
	controller->bus_num = 0;
	controller->num_chipselect = 1;
	controller->mode_bits = SPI_CPHA | SPI_CPOL | SPI_LSB_FIRST | SPI_CS_HIGH;
	controller->prepare_message = prepare;
	controller->transfer_one = transfer;
	ret = spi_register_controller(controller);
	if (ret) {
		spi_controller_put(controller);
		goto unregister;
	}
	if (spi_new_device(controller, &info))
		return 0;
	ret = -ENODEV;
	spi_unregister_controller(controller);
unregister:
	platform_device_unregister(pdev);
	return ret;
}

static void __exit rig_exit(void)
{
	spi_unregister_controller(controller);
	platform_device_unregister(pdev);
}

module_init(rig_init);
module_exit(rig_exit);
MODULE_DESCRIPTION("SPI loopback for tests");
MODULE_LICENSE("GPL");
