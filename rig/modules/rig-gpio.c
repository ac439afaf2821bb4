// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * GPIO chips for tests, seen from both ends: the kernel's GPIO library drives
 * one end, a test the other through sysfs.
 *
 * Unlike the kernel's own gpio-sim, a chip keeps its latches when a line is
 * released (as a SoC does), counts every change of a level (so a test sees a
 * glitch of a microsecond), knows open drain and open source, and a write to
 * "outside" or "burst" returns when the interrupt threads have run, so that
 * the number of edges is exact.
 *
 *   /sys/devices/platform/rig-gpio/
 *     create   <id> <lines> <label> [debounce]
 *              lines are named GPIO0 and so on; with "debounce" the chip has a
 *              filter of its own (which does nothing), else the kernel filters
 *     remove   <id>
 *   /sys/devices/platform/rig-gpio.<id>/
 *     outside  write: <line> low|high|open    what the world applies to a line
 *     burst    write: <mask> <count>          the world toggles all lines of
 *                     the mask one after the other, count times
 *     state    read: per line: number, in|out, level, bias, drive, changes,
 *              debounce in microseconds
 */
#include <linux/gpio/driver.h>
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/irqdomain.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/property.h>
#include <linux/slab.h>

#define MAX_CHIPS	16
#define MAX_LINES	64
#define NAME_SIZE	32

/* User Mode Linux hands out its own interrupts from 11 upwards without telling
 * the interrupt core, which starts its search at the hardware number. */
#define FIRST_IRQ	24
#define MAX_IRQS	100

enum outside { LOW, HIGH, OPEN };
enum bias { NONE, UP, DOWN };
enum drive { PUSH_PULL, OPEN_DRAIN, OPEN_SOURCE };

static const char * const bias_names[] = { "none", "pull-up", "pull-down" };
static const char * const drive_names[] = { "push-pull", "open-drain", "open-source" };

struct rig_line {
	bool output, latch, level;
	enum outside outside;
	enum bias bias;
	enum drive drive;
	unsigned long changes;
	unsigned int debounce_us;
};

struct rig_chip {
	struct gpio_chip gc;
	spinlock_t lock;
	struct fwnode_handle *node;
	char names[MAX_LINES][NAME_SIZE];
	const char *name_list[MAX_LINES];
	char label[NAME_SIZE];
	bool debounces;
	struct rig_line lines[MAX_LINES];
};

/*
 * Interrupts. They belong to the module, not to a chip, because a chip may go
 * while its lines are still requested: then they stay with whoever requested
 * them, and are given to another line when he has let go.
 */
struct rig_irq {
	struct rig_chip *chip;
	unsigned int line, virq, type;
	bool enabled;
};

static struct rig_irq irqs[MAX_IRQS];
static struct irq_domain *domain;
static DEFINE_MUTEX(irqs_lock);		/* which interrupt is whose */

static struct rig_irq *rig_irq(struct irq_data *d)
{
	return &irqs[irqd_to_hwirq(d) - FIRST_IRQ];
}

static void rig_irq_mask(struct irq_data *d)
{
	rig_irq(d)->enabled = false;
}

static void rig_irq_unmask(struct irq_data *d)
{
	rig_irq(d)->enabled = true;
}

static int rig_irq_set_type(struct irq_data *d, unsigned int type)
{
	if (type & ~IRQ_TYPE_EDGE_BOTH)
		return -EINVAL;
	rig_irq(d)->type = type;
	return 0;
}

static int rig_irq_request(struct irq_data *d)
{
	struct rig_irq *irq = rig_irq(d);

	return irq->chip ? gpiochip_lock_as_irq(&irq->chip->gc, irq->line) : -ENODEV;
}

static void rig_irq_release(struct irq_data *d)
{
	struct rig_irq *irq = rig_irq(d);

	if (irq->chip)
		gpiochip_unlock_as_irq(&irq->chip->gc, irq->line);
}

static struct irq_chip rig_irq_chip = {
	.name = "rig-gpio",
	.irq_mask = rig_irq_mask,
	.irq_unmask = rig_irq_unmask,
	.irq_set_type = rig_irq_set_type,
	.irq_request_resources = rig_irq_request,
	.irq_release_resources = rig_irq_release,
};

static int rig_irq_map(struct irq_domain *d, unsigned int virq, irq_hw_number_t hw)
{
	irq_set_chip_and_handler(virq, &rig_irq_chip, handle_simple_irq);
	irq_modify_status(virq, IRQ_NOREQUEST | IRQ_NOAUTOEN, IRQ_NOPROBE);
	return 0;
}

static const struct irq_domain_ops rig_domain_ops = { .map = rig_irq_map };

static struct rig_irq *irq_of(struct rig_chip *chip, unsigned int line)
{
	int i;

	for (i = 0; i < MAX_IRQS; i++)
		if (irqs[i].chip == chip && irqs[i].line == line)
			return &irqs[i];
	return NULL;
}

static int rig_to_irq(struct gpio_chip *gc, unsigned int line)
{
	struct rig_chip *chip = gpiochip_get_data(gc);
	struct rig_irq *irq;
	int i, ret = -ENOSPC;

	mutex_lock(&irqs_lock);
	irq = irq_of(chip, line);
	for (i = 0; !irq && i < MAX_IRQS; i++) {
		if (irqs[i].chip || (irqs[i].virq && irq_has_action(irqs[i].virq)))
			continue;
		irq = &irqs[i];
		if (!irq->virq)
			irq->virq = irq_create_mapping(domain, FIRST_IRQ + i);
		irq->line = line;
		irq->chip = chip;
	}
	if (irq)
		ret = irq->virq ?: -ENOSPC;
	mutex_unlock(&irqs_lock);
	return ret;
}

/* Returns the interrupt to raise for the edge, 0 for none. */
static unsigned int irq_for(struct rig_chip *chip, unsigned int line, bool rising)
{
	struct rig_irq *irq = irq_of(chip, line);

	if (!irq || !irq->enabled)
		return 0;
	return irq->type & (rising ? IRQ_TYPE_EDGE_RISING : IRQ_TYPE_EDGE_FALLING) ? irq->virq : 0;
}

/* Lines. */

static bool electrical_level(const struct rig_line *l)
{
	bool high_impedance = !l->output
		|| (l->drive == OPEN_DRAIN && l->latch)
		|| (l->drive == OPEN_SOURCE && !l->latch);

	if (!high_impedance)
		return l->latch;
	if (l->outside != OPEN)
		return l->outside == HIGH;
	if (l->bias != NONE)
		return l->bias == UP;
	return l->level;	/* floats: stays as it was */
}

/* Settles a line after a change; returns the interrupt to raise, 0 for none. */
static unsigned int settle(struct rig_chip *chip, unsigned int line)
{
	struct rig_line *l = &chip->lines[line];
	bool level = electrical_level(l);

	if (level == l->level)
		return 0;
	l->level = level;
	l->changes++;
	return irq_for(chip, line, level);
}

static int rig_get(struct gpio_chip *gc, unsigned int line)
{
	struct rig_chip *chip = gpiochip_get_data(gc);

	return READ_ONCE(chip->lines[line].level);
}

static int rig_get_multiple(struct gpio_chip *gc, unsigned long *mask, unsigned long *bits)
{
	struct rig_chip *chip = gpiochip_get_data(gc);
	unsigned long flags;
	unsigned int i;

	spin_lock_irqsave(&chip->lock, flags);
	for_each_set_bit(i, mask, gc->ngpio)
		__assign_bit(i, bits, chip->lines[i].level);
	spin_unlock_irqrestore(&chip->lock, flags);
	return 0;
}

/* All lines of the mask at one instant. */
static void rig_set_multiple(struct gpio_chip *gc, unsigned long *mask, unsigned long *bits)
{
	struct rig_chip *chip = gpiochip_get_data(gc);
	unsigned long flags;
	unsigned int i;

	spin_lock_irqsave(&chip->lock, flags);
	for_each_set_bit(i, mask, gc->ngpio) {
		chip->lines[i].latch = test_bit(i, bits);
		settle(chip, i);
	}
	spin_unlock_irqrestore(&chip->lock, flags);
}

static void rig_set(struct gpio_chip *gc, unsigned int line, int value)
{
	struct rig_chip *chip = gpiochip_get_data(gc);
	unsigned long flags;

	spin_lock_irqsave(&chip->lock, flags);
	chip->lines[line].latch = value;
	settle(chip, line);
	spin_unlock_irqrestore(&chip->lock, flags);
}

static int rig_get_direction(struct gpio_chip *gc, unsigned int line)
{
	struct rig_chip *chip = gpiochip_get_data(gc);

	return chip->lines[line].output ? GPIO_LINE_DIRECTION_OUT : GPIO_LINE_DIRECTION_IN;
}

static int rig_direction_input(struct gpio_chip *gc, unsigned int line)
{
	struct rig_chip *chip = gpiochip_get_data(gc);
	unsigned long flags;

	spin_lock_irqsave(&chip->lock, flags);
	chip->lines[line].output = false;
	settle(chip, line);
	spin_unlock_irqrestore(&chip->lock, flags);
	return 0;
}

static int rig_direction_output(struct gpio_chip *gc, unsigned int line, int value)
{
	struct rig_chip *chip = gpiochip_get_data(gc);
	unsigned long flags;

	spin_lock_irqsave(&chip->lock, flags);
	chip->lines[line].latch = value;
	chip->lines[line].output = true;
	settle(chip, line);
	spin_unlock_irqrestore(&chip->lock, flags);
	return 0;
}

static int rig_set_config(struct gpio_chip *gc, unsigned int line, unsigned long config)
{
	struct rig_chip *chip = gpiochip_get_data(gc);
	struct rig_line *l = &chip->lines[line];
	unsigned int irq = 0;
	unsigned long flags;
	int ret = 0;

	spin_lock_irqsave(&chip->lock, flags);
	switch (pinconf_to_config_param(config)) {
	case PIN_CONFIG_BIAS_DISABLE:
		l->bias = NONE;
		break;
	case PIN_CONFIG_BIAS_PULL_UP:
		l->bias = UP;
		break;
	case PIN_CONFIG_BIAS_PULL_DOWN:
		l->bias = DOWN;
		break;
	case PIN_CONFIG_DRIVE_PUSH_PULL:
		l->drive = PUSH_PULL;
		break;
	case PIN_CONFIG_DRIVE_OPEN_DRAIN:
		l->drive = OPEN_DRAIN;
		break;
	case PIN_CONFIG_DRIVE_OPEN_SOURCE:
		l->drive = OPEN_SOURCE;
		break;
	case PIN_CONFIG_INPUT_DEBOUNCE:
		if (chip->debounces)
			l->debounce_us = pinconf_to_config_argument(config);
		else
			ret = -ENOTSUPP;
		break;
	default:
		ret = -ENOTSUPP;
	}
	if (!ret)
		irq = settle(chip, line);
	spin_unlock_irqrestore(&chip->lock, flags);
	if (irq)
		generic_handle_irq_safe(irq);
	return ret;
}

/* The world. */

static void apply(struct rig_chip *chip, unsigned int line, enum outside outside)
{
	unsigned long flags;
	unsigned int irq;

	spin_lock_irqsave(&chip->lock, flags);
	chip->lines[line].outside = outside;
	irq = settle(chip, line);
	spin_unlock_irqrestore(&chip->lock, flags);
	if (irq) {
		generic_handle_irq_safe(irq);
		synchronize_irq(irq);	/* its thread has taken the edge */
	}
}

static ssize_t outside_store(struct device *dev, struct device_attribute *attr, const char *buf, size_t len)
{
	static const char * const levels[] = { "low", "high", "open" };
	struct rig_chip *chip = dev_get_drvdata(dev);
	unsigned int line;
	char level[8];
	int l;

	if (sscanf(buf, "%u %7s", &line, level) != 2 || line >= chip->gc.ngpio)
		return -EINVAL;
	l = match_string(levels, ARRAY_SIZE(levels), level);
	if (l < 0)
		return l;
	apply(chip, line, l);
	return len;
}
static DEVICE_ATTR_WO(outside);

static ssize_t burst_store(struct device *dev, struct device_attribute *attr, const char *buf, size_t len)
{
	struct rig_chip *chip = dev_get_drvdata(dev);
	unsigned long long mask;
	unsigned long count;
	unsigned int line;

	if (sscanf(buf, "%llx %lu", &mask, &count) != 2)
		return -EINVAL;
	for (; count; count--)
		for (line = 0; line < chip->gc.ngpio; line++)
			if (mask >> line & 1)
				apply(chip, line, chip->lines[line].level ? LOW : HIGH);
	return len;
}
static DEVICE_ATTR_WO(burst);

static ssize_t state_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct rig_chip *chip = dev_get_drvdata(dev);
	struct rig_line *l = chip->lines;
	ssize_t at = 0;
	unsigned int i;

	for (i = 0; i < chip->gc.ngpio; i++, l++)
		at += sysfs_emit_at(buf, at, "%u %s %d %s %s %lu %u\n", i, l->output ? "out" : "in", l->level,
				    bias_names[l->bias], drive_names[l->drive], l->changes, l->debounce_us);
	return at;
}
static DEVICE_ATTR_RO(state);

static struct attribute *chip_attrs[] = {
	&dev_attr_outside.attr, &dev_attr_burst.attr, &dev_attr_state.attr, NULL
};
ATTRIBUTE_GROUPS(chip);

/* Chips come and go. */

static struct platform_device *control, *chips[MAX_CHIPS];
static DEFINE_MUTEX(chips_lock);

static int add_chip(unsigned int id, unsigned int lines, const char *label, bool debounces)
{
	struct property_entry properties[2] = {};
	struct platform_device *pdev;
	struct rig_chip *chip;
	unsigned int i;
	int ret = -ENOMEM;

	chip = kzalloc(sizeof(*chip), GFP_KERNEL);
	if (!chip)
		return ret;
	spin_lock_init(&chip->lock);
	strscpy(chip->label, label, sizeof(chip->label));
	chip->debounces = debounces;
	for (i = 0; i < lines; i++) {
		chip->lines[i].outside = OPEN;
		snprintf(chip->names[i], NAME_SIZE, "GPIO%u", i);
		chip->name_list[i] = chip->names[i];
	}
	properties[0] = PROPERTY_ENTRY_STRING_ARRAY_LEN("gpio-line-names", chip->name_list, lines);
	/*
	 * Names by property, not in the struct: there Linux 6.1 looks for
	 * duplicates, and follows a null pointer if a removed chip is still open.
	 */
	chip->node = fwnode_create_software_node(properties, NULL);
	if (IS_ERR(chip->node)) {
		ret = PTR_ERR(chip->node);
		goto free;
	}
	pdev = platform_device_alloc("rig-gpio", id);
	if (!pdev)
		goto remove_node;
	pdev->dev.groups = chip_groups;
	dev_set_drvdata(&pdev->dev, chip);
	pdev->dev.fwnode = chip->node;
	ret = platform_device_add(pdev);
	if (ret)
		goto put;

	chip->gc.label = chip->label;
	chip->gc.parent = &pdev->dev;
	chip->gc.owner = THIS_MODULE;
	chip->gc.base = -1;
	chip->gc.ngpio = lines;
	chip->gc.get = rig_get;
	chip->gc.get_multiple = rig_get_multiple;
	chip->gc.set = rig_set;
	chip->gc.set_multiple = rig_set_multiple;
	chip->gc.get_direction = rig_get_direction;
	chip->gc.direction_input = rig_direction_input;
	chip->gc.direction_output = rig_direction_output;
	chip->gc.set_config = rig_set_config;
	chip->gc.to_irq = rig_to_irq;
	ret = gpiochip_add_data(&chip->gc, chip);
	if (ret)
		goto del;
	chips[id] = pdev;
	return 0;
del:
	platform_device_del(pdev);
put:
	platform_device_put(pdev);
remove_node:
	fwnode_remove_software_node(chip->node);
free:
	kfree(chip);
	return ret;
}

static void remove_chip(unsigned int id)
{
	struct platform_device *pdev = chips[id];
	struct rig_chip *chip = platform_get_drvdata(pdev);
	int i;

	gpiochip_remove(&chip->gc);
	platform_device_unregister(pdev);	/* waits for writes to outside and burst */
	mutex_lock(&irqs_lock);
	for (i = 0; i < MAX_IRQS; i++)
		if (irqs[i].chip == chip)
			irqs[i].chip = NULL;
	mutex_unlock(&irqs_lock);
	fwnode_remove_software_node(chip->node);
	kfree(chip);
	chips[id] = NULL;
}

static ssize_t create_store(struct device *dev, struct device_attribute *attr, const char *buf, size_t len)
{
	char label[NAME_SIZE], filter[16] = "";
	unsigned int id, lines;
	int ret = -EINVAL;

	if (sscanf(buf, "%u %u %31s %15s", &id, &lines, label, filter) < 3
	    || id >= MAX_CHIPS || lines < 1 || lines > MAX_LINES)
		return ret;
	mutex_lock(&chips_lock);
	ret = chips[id] ? -EEXIST : add_chip(id, lines, label, !strcmp(filter, "debounce"));
	mutex_unlock(&chips_lock);
	return ret ?: len;
}
static DEVICE_ATTR_WO(create);

static ssize_t remove_store(struct device *dev, struct device_attribute *attr, const char *buf, size_t len)
{
	unsigned int id;
	int ret = kstrtouint(buf, 0, &id);

	if (ret)
		return ret;
	mutex_lock(&chips_lock);
	if (id < MAX_CHIPS && chips[id])
		remove_chip(id);
	else
		ret = -ENODEV;
	mutex_unlock(&chips_lock);
	return ret ?: len;
}
static DEVICE_ATTR_WO(remove);

static struct attribute *control_attrs[] = { &dev_attr_create.attr, &dev_attr_remove.attr, NULL };
ATTRIBUTE_GROUPS(control);

static int __init rig_init(void)
{
	int ret = -ENOMEM;

	domain = irq_domain_create_linear(NULL, FIRST_IRQ + MAX_IRQS, &rig_domain_ops, NULL);
	if (!domain)
		return ret;
	control = platform_device_alloc("rig-gpio", PLATFORM_DEVID_NONE);
	if (!control)
		goto remove;
	control->dev.groups = control_groups;
	ret = platform_device_add(control);
	if (!ret)
		return 0;
	platform_device_put(control);
remove:
	irq_domain_remove(domain);
	return ret;
}

static void __exit rig_exit(void)
{
	unsigned int i;

	platform_device_unregister(control);
	for (i = 0; i < MAX_CHIPS; i++)
		if (chips[i])
			remove_chip(i);
	for (i = 0; i < MAX_IRQS; i++)
		if (irqs[i].virq)
			irq_dispose_mapping(irqs[i].virq);
	irq_domain_remove(domain);
}

module_init(rig_init);
module_exit(rig_exit);
MODULE_DESCRIPTION("GPIO chips for tests");
MODULE_LICENSE("GPL");
