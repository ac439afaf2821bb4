// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * I2C adapters for tests. Like the Intel i801 they speak SMBus and no plain I2C,
 * or, if plugged in as plain, like those of a Raspberry Pi I2C alone, of which
 * the kernel makes transfers of SMBus. Each has three chips:
 *
 *   0x27  a 16-bit I/O expander with the registers of the PCA9555 family
 *         (data sheets: NXP PCA9555, TI SCPS131): 0/1 levels, 2/3 output
 *         latches, 4/5 polarity, 6/7 configuration, 1 = input. All pins have a
 *         pull-up, and outputs are open drain as behind the transistors of the
 *         HPE GL20: the world can hold any pin low, also an output.
 *   0x50  a memory that answers an SMBus block read with the block last written;
 *         not there for plain I2C
 *   0x51  256 bytes with the protocol of a 24C02: the first byte written is the
 *         address, which counts on with each byte written or read
 *
 * The chips keep their power when the adapter goes and comes back.
 *
 *   /sys/devices/platform/rig-smbus/
 *     create     <id>
 *     remove     <id>
 *   /sys/devices/platform/rig-smbus.<id>/
 *     adapter    write: <bus number, -1 for any> <name> | none   read: the bus
 *                number, or none. "none" returns at once, though the kernel
 *                keeps the adapter until whoever has its node open closes it;
 *                transfers fail with ENODEV from now on.
 *     held_low   hexadecimal mask of the pins that the world connects to ground
 *     registers  read: registers 0 to 7, hexadecimal
 *     plain      1: the adapter that is plugged in next speaks plain I2C
 *     power_cycle  write: anything; registers as after power on
 *     error      errno with which each transfer fails (6 = no acknowledge), 0 none
 *     delay_us   what each transfer takes
 *     transfers, writes   counters
 *     changes    how often the level of a pin changed
 */
#include <linux/delay.h>
#include <linux/i2c.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

#define MAX_BUSES	8
#define EXPANDER	0x27
#define MEMORY		0x50
#define EEPROM		0x51

struct rig_bus {
	struct mutex plug;		/* adapter */
	struct rig_adapter *adapter;	/* NULL: none */

	struct mutex lock;		/* everything below */
	u8 reg[8];			/* of the expander; 0 and 1 unused */
	u16 levels;			/* of its pins, bits 8 to 15 are port 1 */
	unsigned int held_low, error, delay_us, plain;
	unsigned long transfers, writes, changes;
	u8 block[I2C_SMBUS_BLOCK_MAX + 1];
	u8 command;			/* to the expander, for reads to come */
	u8 address;			/* in the EEPROM */
	u8 eeprom[256];
};

struct rig_adapter {
	struct i2c_adapter i2c;
	struct mutex lock;		/* bus */
	struct rig_bus *bus;		/* NULL: unplugged */
	struct work_struct unplug;
};

/* The expander. */

static void settle(struct rig_bus *bus)
{
	u16 latch = bus->reg[2] | bus->reg[3] << 8, input = bus->reg[6] | bus->reg[7] << 8;
	u16 levels = (input | latch) & ~bus->held_low;

	bus->changes += hweight16(levels ^ bus->levels);
	bus->levels = levels;
}

static void power_on(struct rig_bus *bus)
{
	memset(bus->reg, 0, sizeof(bus->reg));
	bus->reg[2] = bus->reg[3] = bus->reg[6] = bus->reg[7] = 0xff;
	settle(bus);
}

static u8 get(struct rig_bus *bus, u8 r)
{
	r &= 7;
	return r < 2 ? (bus->levels >> 8 * r) ^ bus->reg[4 + r] : bus->reg[r];
}

static void set(struct rig_bus *bus, u8 r, u8 value)
{
	r &= 7;
	if (r < 2)
		return;
	bus->writes++;
	bus->reg[r] = value;
	settle(bus);
}

/* Transfers of several bytes stay within a pair of registers. */
static s32 expander(struct rig_bus *bus, bool read, u8 cmd, int size, union i2c_smbus_data *d)
{
	int i;

	switch (size) {
	case I2C_SMBUS_QUICK:
		return 0;
	case I2C_SMBUS_BYTE:
		if (read)
			d->byte = get(bus, 0);
		return 0;
	case I2C_SMBUS_BYTE_DATA:
		if (read)
			d->byte = get(bus, cmd);
		else
			set(bus, cmd, d->byte);
		return 0;
	case I2C_SMBUS_WORD_DATA:
		if (read) {
			d->word = get(bus, cmd) | get(bus, cmd ^ 1) << 8;
		} else {
			set(bus, cmd, d->word);
			set(bus, cmd ^ 1, d->word >> 8);
		}
		return 0;
	case I2C_SMBUS_I2C_BLOCK_DATA:
		for (i = 1; i <= d->block[0]; i++, cmd ^= 1)
			if (read)
				d->block[i] = get(bus, cmd);
			else
				set(bus, cmd, d->block[i]);
		return 0;
	}
	return -EOPNOTSUPP;
}

static s32 memory(struct rig_bus *bus, bool read, u8 cmd, int size, union i2c_smbus_data *d)
{
	switch (size) {
	case I2C_SMBUS_QUICK:
		return 0;
	case I2C_SMBUS_BYTE:
		if (read) {
			d->byte = bus->block[1];
		} else {
			bus->block[0] = 1;
			bus->block[1] = cmd;
		}
		return 0;
	case I2C_SMBUS_BLOCK_DATA:
		if (read)
			memcpy(d->block, bus->block, sizeof(bus->block));
		else
			memcpy(bus->block, d->block, d->block[0] + 1);
		return 0;
	}
	return -EOPNOTSUPP;
}

static s32 eeprom(struct rig_bus *bus, bool read, u8 cmd, int size, union i2c_smbus_data *d)
{
	int i;

	switch (size) {
	case I2C_SMBUS_QUICK:
		return 0;
	case I2C_SMBUS_BYTE:
		if (read)
			d->byte = bus->eeprom[bus->address++];
		else
			bus->address = cmd;
		return 0;
	case I2C_SMBUS_BYTE_DATA:
		bus->address = cmd;
		if (read)
			d->byte = bus->eeprom[bus->address++];
		else
			bus->eeprom[bus->address++] = d->byte;
		return 0;
	case I2C_SMBUS_I2C_BLOCK_DATA:
		bus->address = cmd;
		for (i = 1; i <= d->block[0]; i++, bus->address++)
			if (read)
				d->block[i] = bus->eeprom[bus->address];
			else
				bus->eeprom[bus->address] = d->block[i];
		return 0;
	}
	return -EOPNOTSUPP;
}

/* One message of plain I2C: the first byte written says where. */
static int message(struct rig_bus *bus, struct i2c_msg *m)
{
	bool read = m->flags & I2C_M_RD;
	int i;

	if (m->addr != EXPANDER && m->addr != EEPROM)
		return -EREMOTEIO;	/* as the driver i2c-bcm2835 says it */
	for (i = 0; i < m->len; i++) {
		if (m->addr == EXPANDER) {
			if (!read && i == 0) {
				bus->command = m->buf[0];
				continue;
			}
			if (read)
				m->buf[i] = get(bus, bus->command);
			else
				set(bus, bus->command, m->buf[i]);
			bus->command ^= 1;
		} else if (read) {
			m->buf[i] = bus->eeprom[bus->address++];
		} else if (i == 0) {
			bus->address = m->buf[0];
		} else {
			bus->eeprom[bus->address++] = m->buf[i];
		}
	}
	return 0;
}

/* The adapter. */

static s32 transfer(struct i2c_adapter *i2c, u16 addr, unsigned short flags, char rw, u8 cmd, int size,
		    union i2c_smbus_data *d)
{
	struct rig_adapter *adapter = i2c_get_adapdata(i2c);
	bool read = rw == I2C_SMBUS_READ;
	struct rig_bus *bus;
	s32 ret = -ENODEV;

	mutex_lock(&adapter->lock);
	bus = adapter->bus;
	if (bus) {
		unsigned int delay_us = READ_ONCE(bus->delay_us);

		if (delay_us)
			usleep_range(delay_us, delay_us + delay_us / 8 + 1);
		mutex_lock(&bus->lock);
		bus->transfers++;
		if (bus->error)
			ret = -bus->error;
		else if (addr == EXPANDER)
			ret = expander(bus, read, cmd, size, d);
		else if (addr == MEMORY)
			ret = memory(bus, read, cmd, size, d);
		else if (addr == EEPROM)
			ret = eeprom(bus, read, cmd, size, d);
		else
			ret = -ENXIO;
		mutex_unlock(&bus->lock);
	}
	mutex_unlock(&adapter->lock);
	return ret;
}

static int plain_transfer(struct i2c_adapter *i2c, struct i2c_msg *messages, int count)
{
	struct rig_adapter *adapter = i2c_get_adapdata(i2c);
	struct rig_bus *bus;
	int i, ret = -ENODEV;

	mutex_lock(&adapter->lock);
	bus = adapter->bus;
	if (bus) {
		mutex_lock(&bus->lock);
		bus->transfers++;
		ret = -(int)bus->error;
		for (i = 0; !ret && i < count; i++)
			ret = message(bus, &messages[i]);
		mutex_unlock(&bus->lock);
	}
	mutex_unlock(&adapter->lock);
	return ret ?: count;
}

static u32 plain_functionality(struct i2c_adapter *i2c)
{
	return I2C_FUNC_I2C | (I2C_FUNC_SMBUS_EMUL & ~I2C_FUNC_SMBUS_QUICK);
}

static const struct i2c_algorithm plain_algorithm = {
	.master_xfer = plain_transfer, .functionality = plain_functionality };

/* What the driver i2c-i801 offers for all generations of the controller, without PEC. */
static u32 functionality(struct i2c_adapter *i2c)
{
	return I2C_FUNC_SMBUS_QUICK | I2C_FUNC_SMBUS_BYTE | I2C_FUNC_SMBUS_BYTE_DATA | I2C_FUNC_SMBUS_WORD_DATA
		| I2C_FUNC_SMBUS_BLOCK_DATA | I2C_FUNC_SMBUS_I2C_BLOCK;
}

static const struct i2c_algorithm algorithm = { .smbus_xfer = transfer, .functionality = functionality };

static struct workqueue_struct *unplugged;

/* i2c_del_adapter waits until the adapter's node is closed everywhere. */
static void unplug_work(struct work_struct *work)
{
	struct rig_adapter *adapter = container_of(work, struct rig_adapter, unplug);

	i2c_del_adapter(&adapter->i2c);
	kfree(adapter);
}

static void unplug(struct rig_bus *bus)
{
	struct rig_adapter *adapter = bus->adapter;

	if (!adapter)
		return;
	bus->adapter = NULL;
	mutex_lock(&adapter->lock);
	adapter->bus = NULL;
	mutex_unlock(&adapter->lock);
	queue_work(unplugged, &adapter->unplug);
}

static int plug(struct rig_bus *bus, struct device *parent, int number, const char *name)
{
	struct rig_adapter *adapter;
	int ret;

	adapter = kzalloc(sizeof(*adapter), GFP_KERNEL);
	if (!adapter)
		return -ENOMEM;
	mutex_init(&adapter->lock);
	INIT_WORK(&adapter->unplug, unplug_work);
	adapter->bus = bus;
	adapter->i2c.owner = THIS_MODULE;
	adapter->i2c.algo = READ_ONCE(bus->plain) ? &plain_algorithm : &algorithm;
	adapter->i2c.nr = number;
	strscpy(adapter->i2c.name, name, sizeof(adapter->i2c.name));
	i2c_set_adapdata(&adapter->i2c, adapter);
	ret = number < 0 ? i2c_add_adapter(&adapter->i2c) : i2c_add_numbered_adapter(&adapter->i2c);
	if (ret)
		kfree(adapter);
	else
		bus->adapter = adapter;
	return ret;
}

/* The world. */

static ssize_t adapter_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct rig_bus *bus = dev_get_drvdata(dev);
	ssize_t ret;

	mutex_lock(&bus->plug);
	ret = bus->adapter ? sysfs_emit(buf, "%d\n", bus->adapter->i2c.nr) : sysfs_emit(buf, "none\n");
	mutex_unlock(&bus->plug);
	return ret;
}

static ssize_t adapter_store(struct device *dev, struct device_attribute *attr, const char *buf, size_t len)
{
	struct rig_bus *bus = dev_get_drvdata(dev);
	int number, ret = 0;
	char name[48];

	mutex_lock(&bus->plug);
	if (sysfs_streq(buf, "none"))
		unplug(bus);
	else if (sscanf(buf, "%d %47[^\n]", &number, name) != 2)
		ret = -EINVAL;
	else
		ret = bus->adapter ? -EBUSY : plug(bus, dev, number, name);
	mutex_unlock(&bus->plug);
	return ret ?: len;
}
static DEVICE_ATTR_RW(adapter);

#define COUNTER(name, format)									\
static ssize_t name##_show(struct device *dev, struct device_attribute *attr, char *buf)	\
{												\
	struct rig_bus *bus = dev_get_drvdata(dev);						\
												\
	return sysfs_emit(buf, format "\n", bus->name);						\
}
#define SWITCH(name, format)									\
static ssize_t name##_store(struct device *dev, struct device_attribute *attr, const char *buf, size_t len)	\
{												\
	struct rig_bus *bus = dev_get_drvdata(dev);						\
	unsigned int value;									\
	int ret = kstrtouint(buf, 0, &value);							\
												\
	if (ret)										\
		return ret;									\
	mutex_lock(&bus->lock);									\
	bus->name = value;									\
	settle(bus);										\
	mutex_unlock(&bus->lock);								\
	return len;										\
}												\
COUNTER(name, format)										\
static DEVICE_ATTR_RW(name)

SWITCH(held_low, "0x%04x");
SWITCH(error, "%u");
SWITCH(delay_us, "%u");
SWITCH(plain, "%u");
COUNTER(transfers, "%lu");
static DEVICE_ATTR_RO(transfers);
COUNTER(writes, "%lu");
static DEVICE_ATTR_RO(writes);
COUNTER(changes, "%lu");
static DEVICE_ATTR_RO(changes);

static ssize_t registers_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct rig_bus *bus = dev_get_drvdata(dev);
	u8 r[8];
	int i;

	mutex_lock(&bus->lock);
	for (i = 0; i < 8; i++)
		r[i] = get(bus, i);
	mutex_unlock(&bus->lock);
	return sysfs_emit(buf, "%*ph\n", 8, r);
}
static DEVICE_ATTR_RO(registers);

static ssize_t power_cycle_store(struct device *dev, struct device_attribute *attr, const char *buf, size_t len)
{
	struct rig_bus *bus = dev_get_drvdata(dev);

	mutex_lock(&bus->lock);
	power_on(bus);
	mutex_unlock(&bus->lock);
	return len;
}
static DEVICE_ATTR_WO(power_cycle);

static struct attribute *bus_attrs[] = {
	&dev_attr_adapter.attr, &dev_attr_held_low.attr, &dev_attr_registers.attr, &dev_attr_power_cycle.attr,
	&dev_attr_error.attr, &dev_attr_delay_us.attr, &dev_attr_plain.attr, &dev_attr_transfers.attr,
	&dev_attr_writes.attr, &dev_attr_changes.attr, NULL
};
ATTRIBUTE_GROUPS(bus);

/* Buses come and go. */

static struct platform_device *control, *buses[MAX_BUSES];
static DEFINE_MUTEX(buses_lock);

static int add_bus(unsigned int id)
{
	struct platform_device *pdev;
	struct rig_bus *bus;
	int ret = -ENOMEM;

	bus = kzalloc(sizeof(*bus), GFP_KERNEL);
	if (!bus)
		return ret;
	mutex_init(&bus->plug);
	mutex_init(&bus->lock);
	power_on(bus);
	bus->changes = 0;
	pdev = platform_device_alloc("rig-smbus", id);
	if (!pdev)
		goto free;
	pdev->dev.groups = bus_groups;
	dev_set_drvdata(&pdev->dev, bus);
	ret = platform_device_add(pdev);
	if (ret)
		goto put;
	buses[id] = pdev;
	return 0;
put:
	platform_device_put(pdev);
free:
	kfree(bus);
	return ret;
}

static void remove_bus(unsigned int id)
{
	struct rig_bus *bus = platform_get_drvdata(buses[id]);

	platform_device_unregister(buses[id]);	/* waits for writes to its files */
	unplug(bus);
	kfree(bus);
	buses[id] = NULL;
}

static ssize_t create_store(struct device *dev, struct device_attribute *attr, const char *buf, size_t len)
{
	unsigned int id;
	int ret = kstrtouint(buf, 0, &id);

	if (ret || id >= MAX_BUSES)
		return ret ?: -EINVAL;
	mutex_lock(&buses_lock);
	ret = buses[id] ? -EEXIST : add_bus(id);
	mutex_unlock(&buses_lock);
	return ret ?: len;
}
static DEVICE_ATTR_WO(create);

static ssize_t remove_store(struct device *dev, struct device_attribute *attr, const char *buf, size_t len)
{
	unsigned int id;
	int ret = kstrtouint(buf, 0, &id);

	if (ret)
		return ret;
	mutex_lock(&buses_lock);
	if (id < MAX_BUSES && buses[id])
		remove_bus(id);
	else
		ret = -ENODEV;
	mutex_unlock(&buses_lock);
	return ret ?: len;
}
static DEVICE_ATTR_WO(remove);

static struct attribute *control_attrs[] = { &dev_attr_create.attr, &dev_attr_remove.attr, NULL };
ATTRIBUTE_GROUPS(control);

static int __init rig_init(void)
{
	int ret = -ENOMEM;

	unplugged = alloc_workqueue("rig-smbus", WQ_UNBOUND, 0);
	if (!unplugged)
		return ret;
	control = platform_device_alloc("rig-smbus", PLATFORM_DEVID_NONE);
	if (!control)
		goto destroy;
	control->dev.groups = control_groups;
	ret = platform_device_add(control);
	if (!ret)
		return 0;
	platform_device_put(control);
destroy:
	destroy_workqueue(unplugged);
	return ret;
}

static void __exit rig_exit(void)
{
	unsigned int i;

	platform_device_unregister(control);
	for (i = 0; i < MAX_BUSES; i++)
		if (buses[i])
			remove_bus(i);
	destroy_workqueue(unplugged);
}

module_init(rig_init);
module_exit(rig_exit);
MODULE_DESCRIPTION("SMBus adapters with an I/O expander for tests");
MODULE_LICENSE("GPL");
