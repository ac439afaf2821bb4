# SPDX-License-Identifier: Apache-2.0
"""As peer.c, with python3-libgpiod 1.6 and python3-smbus2 as a user would write it."""
import sys
import time


def request(chip, lines, kind):
    import gpiod

    bulk = gpiod.Chip(chip).get_lines(lines)
    bulk.request(consumer="peer", type=kind)
    return bulk


def rate(seconds, step):
    start = time.monotonic_ns()
    end = start + int(seconds * 1e9)
    count = 0
    while True:
        for _ in range(100):
            step(count)
            count += 1
        now = time.monotonic_ns()
        if now >= end:
            return count * 1e9 / (now - start)


def set_lines(chip, lines, seconds):
    import gpiod

    bulk = request(chip, range(8, 8 + lines), gpiod.LINE_REQ_DIR_OUT)
    values = [[1] * lines, [0] * lines]
    print(round(rate(seconds, lambda count: bulk.set_values(values[count & 1]))))


def edge(chip, line, count):
    import gpiod

    source = request(chip, [line], gpiod.LINE_REQ_EV_BOTH_EDGES).to_list()[0]
    print("ready", flush=True)
    latency = []
    for _ in range(2 * count):
        source.event_wait(sec=60)
        event = source.event_read()
        latency.append(time.monotonic_ns() - (event.sec * 1_000_000_000 + event.nsec))
    latency = sorted(latency[count:])  # the first half is to warm up
    print(latency[count // 2], latency[count * 99 // 100])


def smbus(adapter, seconds):
    import smbus2

    with smbus2.SMBus(adapter) as bus:
        print(round(rate(seconds, lambda count: bus.read_byte_data(0x27, 0))))


if __name__ == "__main__":
    what, device = sys.argv[1:3]
    if what == "set":
        set_lines(device, int(sys.argv[3]), float(sys.argv[4]))
    elif what == "edge":
        edge(device, int(sys.argv[3]), int(sys.argv[4]))
    elif what == "smbus":
        smbus(device, float(sys.argv[3]))
