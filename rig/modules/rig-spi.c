// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * An SPI controller for tests, bus 0, with one device, /dev/spidev0.0, which is
 * one of these:
 *
 *   loopback  its MISO is wired to its MOSI
 *   none      nobody is there
 *   fpga      the FPGA of a MATRIX Creator or Voice with its GPIO block: words
 *             of 16 bits, low byte first, behind a header of address << 1 |
 *             read; SPI mode 3. Words 0 and 1 identify it, 2 and 3 are its
 *             version, 4 and 5 divide and multiply its clock of 50 MHz; all of
 *             these are memory. 0x4000 directions, 1 = output; 0x4001 written
 *             the latch, read the pins; 0x4002 function, 1 = PWM; the rest of
 *             the block can be written and reads as what was read before
 *
 * Nobody drives MISO while nobody is there or nothing is sent: then ones are
 * received. The FPGA can be reached by /dev/matrixio_regmap as well, with the
 * two requests of its maker's kernel module; that answers success in any case.
 *
 *   /sys/devices/platform/rig-spi/
 *     chip       write: loopback | none | fpga
 *     identify   write: hexadecimal, what the FPGA identifies itself as
 *     reset      write: anything; the FPGA is programmed anew
 *     outside    write: <pin> high | low | open
 *     registers  read: direction, latch, pins, function, and how often a pin
 *                changed its level; hexadecimal but for the last
 *     messages   how often the chip was selected
 *     last       of the last transfer: mode (hexadecimal, SPI_MODE_X_MASK and
 *                flags of linux/spi/spi.h), bits per word, Hz, bytes
 */
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/spi/spi.h>
#include <linux/uaccess.h>

#define GPIO		0x4000
#define BLOCK_WORDS	32

static struct platform_device *pdev;
static struct spi_controller *controller;
static unsigned long messages;
static struct { unsigned int mode, bits, hz, bytes; } last;

static DEFINE_MUTEX(lock);	/* everything below */
static enum { LOOPBACK, NONE, FPGA } chip;
static u16 memory[8] = { 0x44e8, 0x05c3, 0x000a, 0x0001, 1, 3 };
static u16 block[BLOCK_WORDS];	/* as written */
static u16 pins, held_high, held_low, stale;
static unsigned long changes;

/* The FPGA. */

static void settle(void)
{
	u16 driven = block[0] & ~block[2];	/* PWM does not run here: its pins keep their levels */
	u16 now = (((pins & ~driven) | (block[1] & driven)) | held_high) & ~held_low;

	changes += hweight16(now ^ pins);
	pins = now;
}

static u16 get(unsigned int address)
{
	if (address < ARRAY_SIZE(memory))
		stale = memory[address];
	else if (address == GPIO)
		stale = block[0];
	else if (address == GPIO + 1)
		stale = pins;
	return stale;
}

static void set(unsigned int address, u16 value)
{
	if (address < ARRAY_SIZE(memory))
		memory[address] = value;
	else if (address >= GPIO && address < GPIO + BLOCK_WORDS)
		block[address - GPIO] = value;
	settle();
}

static void words_out(unsigned int address, const u8 *from, unsigned int bytes)
{
	unsigned int i;

	for (i = 0; i + 1 < bytes; i += 2)
		set(address++, from[i] | from[i + 1] << 8);
}

static void words_in(unsigned int address, u8 *into, unsigned int bytes)
{
	unsigned int i;

	for (i = 0; i + 1 < bytes; i += 2) {
		u16 word = get(address++);

		into[i] = word;
		into[i + 1] = word >> 8;
	}
}

/* The controller. */

static int prepare(struct spi_controller *c, struct spi_message *m)
{
	messages++;
	return 0;
}

/* The FPGA reads what is sent before MISO is known: the two buffers may be the same. */
static void exchange(const u8 *tx, u8 *rx, unsigned int bytes)
{
	unsigned int header = tx[0] | tx[1] << 8;

	if (!(header & 1))
		words_out(header >> 1, tx + 2, bytes - 2);
	if (!rx)
		return;
	memset(rx, 0xff, bytes);
	if (header & 1)
		words_in(header >> 1, rx + 2, bytes - 2);
}

static int transfer(struct spi_controller *c, struct spi_device *s, struct spi_transfer *t)
{
	last.mode = s->mode;
	last.bits = t->bits_per_word;
	last.hz = t->speed_hz;
	last.bytes = t->len;
	mutex_lock(&lock);
	if (chip == LOOPBACK && t->rx_buf && t->tx_buf)
		memcpy(t->rx_buf, t->tx_buf, t->len);
	else if (chip == FPGA && (s->mode & SPI_MODE_X_MASK) == SPI_MODE_3 && t->tx_buf && t->len >= 2)
		exchange(t->tx_buf, t->rx_buf, t->len);
	else if (t->rx_buf)
		memset(t->rx_buf, 0xff, t->len);
	mutex_unlock(&lock);
	return 0;
}

/* The kernel module of the FPGA's maker, as far as programs see it. */

#define REGMAP_WRITE	1200
#define REGMAP_READ	1201
#define REGMAP_MOST	64

static long regmap_ioctl(struct file *file, unsigned int request, unsigned long argument)
{
	struct { s32 address, bytes; u8 data[REGMAP_MOST]; } it;
	u8 __user *data = (u8 __user *)argument + 8;

	if (request != REGMAP_WRITE && request != REGMAP_READ)
		return -EINVAL;
	if (copy_from_user(&it, (void __user *)argument, 8))
		return -EFAULT;
	/* the real one does not look */
	if (it.address < 0 || it.bytes < 0 || it.bytes > REGMAP_MOST)
		return -EINVAL;
	if (request == REGMAP_WRITE && copy_from_user(it.data, data, it.bytes))
		return -EFAULT;
	if (request == REGMAP_READ)
		memset(it.data, 0xff, it.bytes);
	mutex_lock(&lock);
	if (chip == FPGA && request == REGMAP_WRITE)
		words_out(it.address, it.data, it.bytes);
	else if (chip == FPGA)
		words_in(it.address, it.data, it.bytes);
	mutex_unlock(&lock);
	if (request == REGMAP_READ && copy_to_user(data, it.data, it.bytes))
		return -EFAULT;
	return 0;
}

static const struct file_operations regmap_operations = {
	.owner = THIS_MODULE, .unlocked_ioctl = regmap_ioctl, .compat_ioctl = regmap_ioctl
};
static struct miscdevice regmap = {
	.minor = MISC_DYNAMIC_MINOR, .name = "matrixio_regmap", .fops = &regmap_operations, .mode = 0666
};

/* The world. */

static ssize_t chip_store(struct device *dev, struct device_attribute *attr, const char *buf, size_t len)
{
	static const char * const names[] = { "loopback", "none", "fpga" };
	int which = sysfs_match_string(names, buf);

	if (which < 0)
		return which;
	mutex_lock(&lock);
	chip = which;
	mutex_unlock(&lock);
	return len;
}
static DEVICE_ATTR_WO(chip);

static ssize_t identify_store(struct device *dev, struct device_attribute *attr, const char *buf, size_t len)
{
	unsigned int value;
	int ret = kstrtouint(buf, 16, &value);

	if (ret)
		return ret;
	mutex_lock(&lock);
	memory[0] = value;
	memory[1] = value >> 16;
	mutex_unlock(&lock);
	return len;
}
static DEVICE_ATTR_WO(identify);

static ssize_t reset_store(struct device *dev, struct device_attribute *attr, const char *buf, size_t len)
{
	mutex_lock(&lock);
	memset(block, 0, sizeof(block));
	settle();
	mutex_unlock(&lock);
	return len;
}
static DEVICE_ATTR_WO(reset);

static ssize_t outside_store(struct device *dev, struct device_attribute *attr, const char *buf, size_t len)
{
	unsigned int pin;
	char level[8];

	if (sscanf(buf, "%u %7s", &pin, level) != 2 || pin > 15)
		return -EINVAL;
	if (strcmp(level, "high") && strcmp(level, "low") && strcmp(level, "open"))
		return -EINVAL;
	mutex_lock(&lock);
	held_high &= ~BIT(pin);
	held_low &= ~BIT(pin);
	if (!strcmp(level, "high"))
		held_high |= BIT(pin);
	if (!strcmp(level, "low"))
		held_low |= BIT(pin);
	settle();
	mutex_unlock(&lock);
	return len;
}
static DEVICE_ATTR_WO(outside);

static ssize_t registers_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	ssize_t ret;

	mutex_lock(&lock);
	ret = sysfs_emit(buf, "0x%04x 0x%04x 0x%04x 0x%04x %lu\n", block[0], block[1], pins, block[2], changes);
	mutex_unlock(&lock);
	return ret;
}
static DEVICE_ATTR_RO(registers);

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

static struct attribute *rig_attrs[] = {
	&dev_attr_chip.attr, &dev_attr_identify.attr, &dev_attr_reset.attr, &dev_attr_outside.attr,
	&dev_attr_registers.attr, &dev_attr_messages.attr, &dev_attr_last.attr, NULL
};
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
	ret = misc_register(&regmap);
	if (ret)
		goto unregister;
	ret = -ENOMEM;
	controller = spi_alloc_master(&pdev->dev, 0);
	if (!controller)
		goto deregister;
	controller->bus_num = 0;
	controller->num_chipselect = 1;
	controller->mode_bits = SPI_CPHA | SPI_CPOL | SPI_LSB_FIRST | SPI_CS_HIGH;
	controller->prepare_message = prepare;
	controller->transfer_one = transfer;
	ret = spi_register_controller(controller);
	if (ret) {
		spi_controller_put(controller);
		goto deregister;
	}
	if (spi_new_device(controller, &info))
		return 0;
	ret = -ENODEV;
	spi_unregister_controller(controller);
deregister:
	misc_deregister(&regmap);
unregister:
	platform_device_unregister(pdev);
	return ret;
}

static void __exit rig_exit(void)
{
	spi_unregister_controller(controller);
	misc_deregister(&regmap);
	platform_device_unregister(pdev);
}

module_init(rig_init);
module_exit(rig_exit);
MODULE_DESCRIPTION("SPI chips for tests: a loopback, or the FPGA of a MATRIX board");
MODULE_LICENSE("GPL");
