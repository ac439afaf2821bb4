# SPDX-License-Identifier: Apache-2.0
"""What MATRIX CORE did on its ports, checked against the gateway."""

import multiprocessing
import os
import socket as sockets
import struct
import time

import zmq

from malos import INPUT, OUTPUT, Driver, MalosDriverInfo, config, main, unhex

E1 = "0, Invalid configuration for Gpio driver. Could not parse protobuf."
E2 = "invalid gpio mode. check the proto GpioParams (file driver.proto)"
E3 = "0, Invalid specific configuration for Gpio driver."


def _updates_of_one_ping(driver):
    """Seconds after the ping at which updates came, until the time is over in which one could come."""
    info = driver.info()
    start = time.monotonic()
    driver.pings.send(b"")
    end = start + (info.timeout_after_last_ping + 2 * info.delay_between_updates) / 1000
    came = []
    while driver.updates.poll(max(0, int((end - time.monotonic()) * 1000))):
        driver.updates.recv()
        came.append(time.monotonic() - start)
    return came


def defaults(port, servo, info):
    """Must be the first one: nobody has sent any times yet."""
    driver = Driver(port, info)
    assert driver.updates.poll(2500) == 0, "an update although nobody has pinged"
    came = _updates_of_one_ping(driver)
    assert len(came) == 5, came
    assert all(later - earlier > 0.5 for earlier, later in zip(came, came[1:])), came
    assert driver.updates.poll(2000) == 0, "an update long after the last ping"


def half_a_second(port, servo, info):
    driver = Driver(port, info)
    driver.times(0.5, 1.2)
    came = _updates_of_one_ping(driver)
    assert len(came) == 3, came


def examples(port, servo, info):
    """The bytes that real encoders make, and the bytes that real clients get."""
    driver = Driver(port, info)
    driver.times(0.02, 20)
    for pin in range(16):
        driver.configs.send(config(pin=pin, mode=OUTPUT))
    driver.await_update(b"")
    levels = 0
    for values, update in [
        (1, "20 01"),
        (5, "20 05"),
        (127, "20 7f"),
        (128, "20 80 01"),
        (513, "20 81 04"),
        (32768, "20 80 80 02"),
        (65535, "20 ff ff 03"),
        (0, ""),
    ]:
        for pin in range(16):
            if (values ^ levels) >> pin & 1:
                driver.configs.send(config(pin=pin, mode=OUTPUT, value=values >> pin & 1))
        driver.await_update(unhex(update))
        levels = values
    for sent, update in [
        ("42 04 10 01 18 01", "20 01"),
        ("42 02 10 01", ""),
        ("42 06 08 00 10 01 18 01", "20 01"),
        ("42 06 08 00 10 01 18 00", ""),
        ("42 06 08 0f 10 01 18 01", "20 80 80 02"),
        ("42 04 08 0f 10 01", ""),
        # a value as wide as it was: pins 2 and 3, and pin 2 alone goes low again
        ("42 06 08 02 10 01 18 03", "20 0c"),
        ("42 04 08 02 10 01", "20 08"),
        ("42 04 08 03 10 01", ""),
        # 65537 is pin 1, 65536 is the value 0
        ("42 08 08 81 80 04 10 01 18 01", "20 02"),
        ("42 08 08 01 10 01 18 80 80 04", ""),
        # beyond the last pin, and -1 as JavaScript writes it: nothing
        ("42 06 08 10 10 01 18 01", ""),
        ("42 06 08 20 10 01 18 01", ""),
        ("42 0a 08 ff ff ff ff 0f 10 01 18 01", ""),
        # times together with a pin
        ("0d 0a d7 a3 3c 15 00 00 c0 40 42 06 08 00 10 01 18 01", "20 01"),
        # as an input pin 0 keeps its level, as nothing else pulls at it
        ("42 00", "20 01"),
    ]:
        driver.configs.send(unhex(sent))
        driver.await_update(unhex(update))
    assert driver.info().timeout_after_last_ping == 6000
    assert driver.errors.poll(200) == 0, driver.error()
    driver.configs.send_multipart([config(pin=0, mode=OUTPUT, value=0), config(pin=5, mode=OUTPUT, value=1)])
    driver.await_update(unhex("20 20"))
    driver.configs.send(config(pin=5, mode=OUTPUT))
    driver.await_update(b"")
    for pin in range(16):
        driver.configs.send(config(pin=pin, mode=INPUT))


def pin_0(port, servo, info):
    """A config without a pin, and also one without a byte, makes pin 0 an input."""
    driver = Driver(port, info)
    driver.times(0.02, 20)
    for nothing_said in (b"", unhex("0d 0a d7 a3 3c"), config(0.02, 20)):
        driver.configs.send(config(pin=0, mode=OUTPUT, value=1))
        driver.await_levels(1, 1)
        driver.configs.send(nothing_said)
        print("pin 0")


def errors(port, servo, info):
    driver = Driver(port, info)
    driver.times(0.25, 2)
    for malformed in (b"hello", b"garbage bytes here", unhex("ff ff ff"), unhex("72 03 c3 28 7a")):
        driver.configs.send(malformed)
        assert driver.error() == E1
    for mode in (2, 3, 65538):
        driver.configs.send(config(9, 9, pin=3, mode=mode))
        assert driver.error() == E2
        assert driver.error() == E3
    # other drivers' fields, unknown ones, and a uuid are no errors: the next one is that of the last frame
    for other in ("3a 04 08 04 10 5a", "1a 02 0a 00", "a2 06 03 ff ff ff", "72 03 61 62 63", "42 02 20 05", ""):
        driver.configs.send(unhex(other))
    driver.configs.send(b"hello")
    assert driver.error() == E1
    times = driver.info()
    assert (times.delay_between_updates, times.timeout_after_last_ping) == (250, 2000), times
    for nothing in (0.0, -1.0, float("nan")):
        driver.configs.send(config(nothing, nothing, pin=1))
    driver.configs.send(b"hello")
    assert driver.error() == E1
    assert driver.info() == times, driver.info()


def driver_info(port, servo, info):
    driver = Driver(port, info)
    driver.times(1, 5)
    first = driver.ask()
    assert driver.ask(b"any", b"number", b"of parts") == first
    assert driver.ask() == first
    parsed = MalosDriverInfo.FromString(first)
    assert [it.driver_name for it in parsed.info] == ["Servo", "Gpio"], parsed
    assert [it.base_port for it in parsed.info] == [servo, port], parsed
    gpio = parsed.info[1]
    assert gpio.notes_for_human == "Write-read. Gpio handler. In development"
    assert (gpio.delay_between_updates, gpio.timeout_after_last_ping) == (1000, 5000)
    assert not gpio.provides_updates and not gpio.needs_pings
    # with the old port it is the message that it was, 58 bytes
    gpio.base_port = 20049
    assert gpio.SerializeToString() == unhex(
        "0a 04 47 70 69 6f 10 d1 9c 01 20 e8 07 30 88 27 3a 28 57 72 69 74 65 2d 72 65 61 64 2e 20 47 70 69 6f"
        "20 68 61 6e 64 6c 65 72 2e 20 49 6e 20 64 65 76 65 6c 6f 70 6d 65 6e 74"
    )


def servo(port, servo_port, info):
    driver = Driver(servo_port, info)
    driver.configs.send(b"hello")
    assert driver.error() == E1.replace("Gpio", "Servo")
    driver.configs.send(unhex("0d 0a d7 a3 3c 15 00 00 80 3f 3a 04 08 04 10 5a"))
    assert driver.error().startswith("0, There is no servo")
    driver.pings.send(b"")
    for _ in range(5):
        assert driver.error() == "1, Could not send update for Servo driver."


def wrong_sockets(port, servo, info):
    context = zmq.Context()
    for kind, number in [
        (zmq.REQ, port),
        (zmq.DEALER, port),
        (zmq.PUB, port),
        (zmq.PAIR, port),
        (zmq.REQ, port + 1),
        (zmq.DEALER, port + 1),
        (zmq.PULL, port + 2),
        (zmq.PULL, port + 3),
        (zmq.SUB, info),
    ]:
        socket = context.socket(kind)
        socket.linger = 0
        monitor = socket.get_monitor_socket(
            zmq.EVENT_DISCONNECTED | zmq.EVENT_HANDSHAKE_FAILED_PROTOCOL | zmq.EVENT_HANDSHAKE_FAILED_NO_DETAIL
        )
        socket.connect("tcp://127.0.0.1:%d" % number)
        assert monitor.poll(20000), "%s stays connected to %d" % (kind, number)
        socket.disable_monitor()
        socket.close()
    _serves(port, info)


def junk(port, servo, info):
    """Raw bytes, and the beginnings of a handshake, on each port."""
    greeting = unhex("ff 00 00 00 00 00 00 00 01 7f 03 00") + b"NULL".ljust(20, b"\0") + bytes(32)
    for number in [*range(servo, servo + 4), *range(port, port + 4), info]:
        for beginning in (b"", greeting[:11], greeting, greeting + unhex("04 ff"), b"GET / HTTP/1.0\r\n\r\n"):
            with sockets.create_connection(("127.0.0.1", number)) as raw:
                try:
                    raw.sendall(beginning + os.urandom(200))
                except OSError:
                    pass  # it has hung up already
    # a frame of two gigabytes is announced, by somebody who has shaken hands
    ready = b"\x05READY" + b"\x0bSocket-Type" + struct.pack(">I", 4) + b"PUSH"
    with sockets.create_connection(("127.0.0.1", port)) as raw:
        raw.sendall(greeting + bytes([4, len(ready)]) + ready + b"\x02" + struct.pack(">Q", 1 << 31) + bytes(1000))
    _serves(port, info)


def connections(port, servo, info):
    """Clients come and go; the test looks at what they leave behind."""
    for _ in range(50):
        driver = Driver(port, info)
        driver.configs.send(config(pin=1, mode=INPUT))
        driver.ask()
        driver.close()


def _serves(port, info):
    driver = Driver(port, info)
    driver.times(0.02, 20)
    for value in (1, 0):
        driver.configs.send(config(pin=7, mode=OUTPUT, value=value))
        driver.await_levels(1 << 7, value << 7)
    driver.configs.send(config(pin=7, mode=INPUT))


def board_away(port, servo, info):
    """The board does not answer: errors at the pace of updates, no update, and an answer to a command."""
    driver = Driver(port, info)
    driver.configs.send(config(0.05, 20, pin=2, mode=OUTPUT, value=1))
    told = driver.error()
    assert told.startswith("0, Could not set pin 2 of the Gpio driver: matrix: board is away"), told
    # its times count all the same
    assert driver.info().delay_between_updates == 50
    driver.pings.send(b"")
    for _ in range(3):
        told = driver.error()
        assert told == "1, Could not send update for Gpio driver.", told
    assert driver.updates.poll(0) == 0


def _toggle(port, pin, seconds, sent):
    context = zmq.Context()
    configs = context.socket(zmq.PUSH)
    configs.connect("tcp://127.0.0.1:%d" % port)
    count = 0
    end = time.monotonic() + seconds
    while time.monotonic() < end if seconds else count < 4000:
        count += 1
        configs.send(config(pin=pin, mode=OUTPUT, value=count & 1))
    sent.value = count
    configs.close(linger=60000)
    context.term()


def two_clients(port, servo, info):
    """Two clients drive a pin each as fast as they can, 4,000 times or for SECONDS; prints how often each has changed its pin."""
    seconds = float(os.environ.get("SECONDS", "0"))
    driver = Driver(port, info, patience=120)
    driver.times(0.05, 120)
    for pin in (10, 11):
        driver.configs.send(config(pin=pin, mode=OUTPUT))
    driver.await_levels(3 << 10, 0)
    start = time.monotonic()
    counts = [multiprocessing.Value("l", 0) for _ in range(2)]
    clients = [multiprocessing.Process(target=_toggle, args=(port, 10 + n, seconds, counts[n])) for n in range(2)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
        assert client.exitcode == 0
    sent = [count.value for count in counts]
    levels = (sent[0] & 1) << 10 | (sent[1] & 1) << 11
    driver.await_levels(3 << 10, levels)
    print("sent %d %d in %.1f s" % (sent[0], sent[1], time.monotonic() - start))


def stale(port, servo, info):
    """Sends while the gateway is down, and ends when all has been taken."""
    context = zmq.Context()
    configs = context.socket(zmq.PUSH)
    configs.connect("tcp://127.0.0.1:%d" % port)
    for value in (1, 0, 1, 0, 1):
        configs.send(config(pin=6, mode=OUTPUT, value=value))
    print("sent", flush=True)
    configs.close(linger=120000)
    context.term()


if __name__ == "__main__":
    main({name: check for name, check in globals().items() if callable(check) and not name.startswith("_")})
