// SPDX-License-Identifier: Apache-2.0
/*
 * The kernel's interface used directly, as the measure for everything else. Usage:
 *   peer set <chip> <lines> <seconds>    sets that many lines to alternating levels; prints sets per second
 *   peer edge <chip> <line> <count>      reads twice as many edges; of the second half prints the median and the 99th percentile of event to reader, in ns
 *   peer edges <chip> <line> <count>     the same, handed over to a thread of their own, as a listener gets them
 *   peer smbus <adapter> <seconds>       reads register 0 of the chip at 0x27; prints reads per second
 *   peer toggle <outside> <line> <count> <pause>   toggles a wire of the rig, with a pause in us; the edges of "edge"
 */
#include <fcntl.h>
#include <linux/gpio.h>
#include <linux/i2c-dev.h>
#include <linux/i2c.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static int64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int request(const char *chip, int first, int lines, uint64_t flags)
{
	struct gpio_v2_line_request r = { .num_lines = lines, .config.flags = flags };
	int fd = open(chip, O_RDWR | O_CLOEXEC);

	if (fd < 0)
		fail(chip);
	for (int i = 0; i < lines; i++)
		r.offsets[i] = first + i;
	strcpy(r.consumer, "peer");
	if (ioctl(fd, GPIO_V2_GET_LINE_IOCTL, &r) < 0)
		fail("GPIO_V2_GET_LINE_IOCTL");
	close(fd);
	return r.fd;
}

static double set(const char *chip, int lines, double seconds)
{
	int fd = request(chip, 8, lines, GPIO_V2_LINE_FLAG_OUTPUT);
	struct gpio_v2_line_values v = { .mask = lines == 64 ? ~0ULL : (1ULL << lines) - 1 };
	int64_t start = now(), end = start + seconds * 1e9, t;
	long count = 0;

	do {
		for (int i = 0; i < 100; i++, count++) {
			v.bits = count & 1 ? 0 : ~0ULL;
			if (ioctl(fd, GPIO_V2_LINE_SET_VALUES_IOCTL, &v) < 0)
				fail("GPIO_V2_LINE_SET_VALUES_IOCTL");
		}
		t = now();
	} while (t < end);
	return count * 1e9 / (t - start);
}

static int ascending(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static int edges(const char *chip, int line)
{
	int fd = request(chip, line, 1,
			 GPIO_V2_LINE_FLAG_INPUT | GPIO_V2_LINE_FLAG_EDGE_RISING | GPIO_V2_LINE_FLAG_EDGE_FALLING);

	puts("ready");
	fflush(stdout);
	return fd;
}

static int64_t next(int fd)
{
	struct gpio_v2_line_event e;

	if (read(fd, &e, sizeof e) != sizeof e)
		fail("read");
	return e.timestamp_ns;
}

static void print(int64_t *latency, int count)
{
	qsort(latency, count, sizeof *latency, ascending);
	printf("%lld %lld\n", (long long)latency[count / 2], (long long)latency[count * 99 / 100]);
}

static void edge(const char *chip, int line, int count)
{
	int fd = edges(chip, line);
	int64_t *latency = calloc(count, sizeof *latency);

	/* the first half is to warm up */
	for (int i = -count; i < count; i++) {
		int64_t at = next(fd);

		if (i >= 0)
			latency[i] = now() - at;
	}
	print(latency, count);
}

static struct {
	pthread_mutex_t lock;
	pthread_cond_t more;
	int64_t *edges;
	int seen, count;
} queue = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER };

static void *listen(void *unused)
{
	for (int taken = 0; taken < queue.count; taken++) {
		pthread_mutex_lock(&queue.lock);
		while (queue.seen == taken)
			pthread_cond_wait(&queue.more, &queue.lock);
		pthread_mutex_unlock(&queue.lock);
		queue.edges[taken] = now() - queue.edges[taken];
	}
	return NULL;
}

static void edge_to_thread(const char *chip, int line, int count)
{
	pthread_t listener;
	int fd;

	queue.count = 2 * count;
	queue.edges = calloc(queue.count, sizeof *queue.edges);
	if (pthread_create(&listener, NULL, listen, NULL))
		fail("pthread_create");
	fd = edges(chip, line);
	for (int i = 0; i < queue.count; i++) {
		queue.edges[i] = next(fd);
		pthread_mutex_lock(&queue.lock);
		queue.seen++;
		pthread_cond_signal(&queue.more);
		pthread_mutex_unlock(&queue.lock);
	}
	pthread_join(listener, NULL);
	print(queue.edges + count, count);
}

static double smbus(const char *adapter, double seconds)
{
	union i2c_smbus_data data;
	struct i2c_smbus_ioctl_data transfer = {
		.read_write = I2C_SMBUS_READ, .command = 0, .size = I2C_SMBUS_BYTE_DATA, .data = &data };
	int fd = open(adapter, O_RDWR | O_CLOEXEC);
	int64_t start = now(), end = start + seconds * 1e9, t;
	long count = 0;

	if (fd < 0 || ioctl(fd, I2C_SLAVE, 0x27) < 0)
		fail(adapter);
	do {
		for (int i = 0; i < 100; i++, count++)
			if (ioctl(fd, I2C_SMBUS, &transfer) < 0)
				fail("I2C_SMBUS");
		t = now();
	} while (t < end);
	return count * 1e9 / (t - start);
}

static void toggle(const char *outside, int line, int count, int pause)
{
	char text[32];
	int fd = open(outside, O_WRONLY);

	if (fd < 0)
		fail(outside);
	for (int i = 0; i < count; i++) {
		usleep(pause);
		int length = snprintf(text, sizeof text, "%d %s", line, i & 1 ? "low" : "high");

		if (pwrite(fd, text, length, 0) != length)
			fail("write");
	}
}

int main(int argc, char **argv)
{
	if (argc == 5 && !strcmp(argv[1], "set"))
		printf("%.0f\n", set(argv[2], atoi(argv[3]), atof(argv[4])));
	else if (argc == 5 && !strcmp(argv[1], "edge"))
		edge(argv[2], atoi(argv[3]), atoi(argv[4]));
	else if (argc == 5 && !strcmp(argv[1], "edges"))
		edge_to_thread(argv[2], atoi(argv[3]), atoi(argv[4]));
	else if (argc == 4 && !strcmp(argv[1], "smbus"))
		printf("%.0f\n", smbus(argv[2], atof(argv[3])));
	else if (argc == 6 && !strcmp(argv[1], "toggle"))
		toggle(argv[2], atoi(argv[3]), atoi(argv[4]), atoi(argv[5]));
	else
		return 2;
	return 0;
}
