// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Leaves in its object file, as text, what the C compiler makes of the kernel's
 * structs and constants: "=> name value", the value with leading zeroes. It is
 * compiled, never run, so a cross compiler will do. Uapi.java has the same names
 * in Java's spelling. See rig/layout/check.
 */
#define _GNU_SOURCE	/* O_CLOEXEC */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stddef.h>
#include <sys/eventfd.h>
#include <linux/gpio.h>
#include <linux/i2c.h>
#include <linux/i2c-dev.h>
#include <linux/spi/spidev.h>

#define DIGIT(value, tens) '0' + (unsigned long long)(value) / tens##ull % 10
#define SAY(what, value) do {							\
	static const struct {							\
		char name[sizeof("=> " what " ") - 1], digits[10], end;		\
	} said __attribute__((used)) = { "=> " what " ", {			\
		DIGIT(value, 1000000000), DIGIT(value, 100000000),		\
		DIGIT(value, 10000000), DIGIT(value, 1000000),			\
		DIGIT(value, 100000), DIGIT(value, 10000), DIGIT(value, 1000),	\
		DIGIT(value, 100), DIGIT(value, 10), DIGIT(value, 1)		\
	}, '\n' };								\
} while (0)
#define CONSTANT(name) SAY(#name, name)
#define FIELD(type, field) SAY(#type "." #field, offsetof(struct type, field))
#define SIZE(type) SAY(#type ".sizeof", sizeof(struct type))
#define UNION_FIELD(type, field) SAY(#type "." #field, offsetof(union type, field))
#define UNION_SIZE(type) SAY(#type ".sizeof", sizeof(union type))

void layout(void)
{
	SAY("pointer.sizeof", sizeof(void *));
	SAY("unsigned_long.sizeof", sizeof(unsigned long));

	CONSTANT(EPERM);
	CONSTANT(ENOENT);
	CONSTANT(EINTR);
	CONSTANT(EIO);
	CONSTANT(ENXIO);
	CONSTANT(EBADF);
	CONSTANT(EAGAIN);
	CONSTANT(ENOMEM);
	CONSTANT(EACCES);
	CONSTANT(EBUSY);
	CONSTANT(ENODEV);
	CONSTANT(EINVAL);
	CONSTANT(ENFILE);
	CONSTANT(EMFILE);
	CONSTANT(ENOTTY);
	CONSTANT(EPROTO);
	CONSTANT(EBADMSG);
	CONSTANT(EMSGSIZE);
	CONSTANT(EOPNOTSUPP);
	CONSTANT(ETIMEDOUT);
	CONSTANT(EREMOTEIO);

	CONSTANT(O_RDWR);
	CONSTANT(O_NONBLOCK);
	CONSTANT(O_CLOEXEC);
	CONSTANT(F_SETFL);
	CONSTANT(EFD_NONBLOCK);
	CONSTANT(EFD_CLOEXEC);
	CONSTANT(POLLIN);
	FIELD(pollfd, fd);
	FIELD(pollfd, events);
	FIELD(pollfd, revents);
	SIZE(pollfd);

	CONSTANT(GPIO_MAX_NAME_SIZE);
	CONSTANT(GPIO_V2_LINES_MAX);
	CONSTANT(GPIO_V2_LINE_NUM_ATTRS_MAX);
	CONSTANT(GPIO_V2_LINE_FLAG_USED);
	CONSTANT(GPIO_V2_LINE_FLAG_ACTIVE_LOW);
	CONSTANT(GPIO_V2_LINE_FLAG_INPUT);
	CONSTANT(GPIO_V2_LINE_FLAG_OUTPUT);
	CONSTANT(GPIO_V2_LINE_FLAG_EDGE_RISING);
	CONSTANT(GPIO_V2_LINE_FLAG_EDGE_FALLING);
	CONSTANT(GPIO_V2_LINE_FLAG_OPEN_DRAIN);
	CONSTANT(GPIO_V2_LINE_FLAG_OPEN_SOURCE);
	CONSTANT(GPIO_V2_LINE_FLAG_BIAS_PULL_UP);
	CONSTANT(GPIO_V2_LINE_FLAG_BIAS_PULL_DOWN);
	CONSTANT(GPIO_V2_LINE_FLAG_BIAS_DISABLED);
	CONSTANT(GPIO_V2_LINE_FLAG_EVENT_CLOCK_REALTIME);
	CONSTANT(GPIO_V2_LINE_FLAG_EVENT_CLOCK_HTE);
	CONSTANT(GPIO_V2_LINE_ATTR_ID_FLAGS);
	CONSTANT(GPIO_V2_LINE_ATTR_ID_OUTPUT_VALUES);
	CONSTANT(GPIO_V2_LINE_ATTR_ID_DEBOUNCE);
	CONSTANT(GPIO_V2_LINE_CHANGED_REQUESTED);
	CONSTANT(GPIO_V2_LINE_CHANGED_RELEASED);
	CONSTANT(GPIO_V2_LINE_CHANGED_CONFIG);
	CONSTANT(GPIO_V2_LINE_EVENT_RISING_EDGE);
	CONSTANT(GPIO_V2_LINE_EVENT_FALLING_EDGE);
	CONSTANT(GPIO_GET_CHIPINFO_IOCTL);
	CONSTANT(GPIO_V2_GET_LINEINFO_IOCTL);
	CONSTANT(GPIO_V2_GET_LINEINFO_WATCH_IOCTL);
	CONSTANT(GPIO_V2_GET_LINE_IOCTL);
	CONSTANT(GPIO_V2_LINE_SET_CONFIG_IOCTL);
	CONSTANT(GPIO_V2_LINE_GET_VALUES_IOCTL);
	CONSTANT(GPIO_V2_LINE_SET_VALUES_IOCTL);
	FIELD(gpiochip_info, name);
	FIELD(gpiochip_info, label);
	FIELD(gpiochip_info, lines);
	SIZE(gpiochip_info);
	FIELD(gpio_v2_line_values, bits);
	FIELD(gpio_v2_line_values, mask);
	SIZE(gpio_v2_line_values);
	FIELD(gpio_v2_line_attribute, id);
	FIELD(gpio_v2_line_attribute, flags);
	FIELD(gpio_v2_line_attribute, values);
	FIELD(gpio_v2_line_attribute, debounce_period_us);
	SIZE(gpio_v2_line_attribute);
	FIELD(gpio_v2_line_config_attribute, attr);
	FIELD(gpio_v2_line_config_attribute, mask);
	SIZE(gpio_v2_line_config_attribute);
	FIELD(gpio_v2_line_config, flags);
	FIELD(gpio_v2_line_config, num_attrs);
	FIELD(gpio_v2_line_config, attrs);
	SIZE(gpio_v2_line_config);
	FIELD(gpio_v2_line_request, offsets);
	FIELD(gpio_v2_line_request, consumer);
	FIELD(gpio_v2_line_request, config);
	FIELD(gpio_v2_line_request, num_lines);
	FIELD(gpio_v2_line_request, event_buffer_size);
	FIELD(gpio_v2_line_request, fd);
	SIZE(gpio_v2_line_request);
	FIELD(gpio_v2_line_info, name);
	FIELD(gpio_v2_line_info, consumer);
	FIELD(gpio_v2_line_info, offset);
	FIELD(gpio_v2_line_info, num_attrs);
	FIELD(gpio_v2_line_info, flags);
	FIELD(gpio_v2_line_info, attrs);
	SIZE(gpio_v2_line_info);
	FIELD(gpio_v2_line_info_changed, info);
	FIELD(gpio_v2_line_info_changed, timestamp_ns);
	FIELD(gpio_v2_line_info_changed, event_type);
	SIZE(gpio_v2_line_info_changed);
	FIELD(gpio_v2_line_event, timestamp_ns);
	FIELD(gpio_v2_line_event, id);
	FIELD(gpio_v2_line_event, offset);
	FIELD(gpio_v2_line_event, seqno);
	FIELD(gpio_v2_line_event, line_seqno);
	SIZE(gpio_v2_line_event);

	CONSTANT(I2C_SLAVE);
	CONSTANT(I2C_SMBUS);
	CONSTANT(I2C_SMBUS_READ);
	CONSTANT(I2C_SMBUS_WRITE);
	CONSTANT(I2C_SMBUS_BYTE);
	CONSTANT(I2C_SMBUS_BYTE_DATA);
	CONSTANT(I2C_SMBUS_WORD_DATA);
	CONSTANT(I2C_SMBUS_BLOCK_DATA);
	CONSTANT(I2C_SMBUS_I2C_BLOCK_DATA);
	CONSTANT(I2C_SMBUS_BLOCK_MAX);
	FIELD(i2c_smbus_ioctl_data, read_write);
	FIELD(i2c_smbus_ioctl_data, command);
	FIELD(i2c_smbus_ioctl_data, size);
	FIELD(i2c_smbus_ioctl_data, data);
	SIZE(i2c_smbus_ioctl_data);
	UNION_FIELD(i2c_smbus_data, byte);
	UNION_FIELD(i2c_smbus_data, word);
	UNION_FIELD(i2c_smbus_data, block);
	UNION_SIZE(i2c_smbus_data);

	CONSTANT(SPI_MODE_X_MASK);
	CONSTANT(SPI_LSB_FIRST);
	CONSTANT(SPI_IOC_WR_MODE32);
	CONSTANT(SPI_IOC_WR_BITS_PER_WORD);
	CONSTANT(SPI_IOC_WR_MAX_SPEED_HZ);
	SAY("SPI_IOC_MESSAGE", (unsigned int)SPI_IOC_MESSAGE(1));
	FIELD(spi_ioc_transfer, tx_buf);
	FIELD(spi_ioc_transfer, rx_buf);
	FIELD(spi_ioc_transfer, len);
	FIELD(spi_ioc_transfer, speed_hz);
	FIELD(spi_ioc_transfer, bits_per_word);
	SIZE(spi_ioc_transfer);
}
