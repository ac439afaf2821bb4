# SPDX-License-Identifier: Apache-2.0
"""A client of MATRIX CORE's GPIO driver: its messages as protobuf knows them, and its sockets."""

import sys
import time

import zmq
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

SCHEMA = {
    "GpioParams": [("pin", 1, "UINT32"), ("mode", 2, "UINT32"), ("value", 3, "UINT32"), ("values", 4, "UINT32")],
    "ServoParams": [("pin", 1, "UINT32"), ("angle", 2, "UINT32")],
    "DriverConfig": [
        ("delay_between_updates", 1, "FLOAT"),
        ("timeout_after_last_ping", 2, "FLOAT"),
        ("servo", 7, "ServoParams"),
        ("gpio", 8, "GpioParams"),
        ("uuid", 14, "STRING"),
    ],
    "DriverInfo": [
        ("driver_name", 1, "STRING"),
        ("base_port", 2, "INT32"),
        ("provides_updates", 3, "BOOL"),
        ("delay_between_updates", 4, "INT32"),
        ("needs_pings", 5, "BOOL"),
        ("timeout_after_last_ping", 6, "INT32"),
        ("notes_for_human", 7, "STRING"),
    ],
    "MalosDriverInfo": [("info", 1, "*DriverInfo")],
}

INPUT, OUTPUT = 0, 1


def _messages():
    field_type = descriptor_pb2.FieldDescriptorProto
    file = descriptor_pb2.FileDescriptorProto(name="malos.proto", package="malos", syntax="proto3")
    for name, fields in SCHEMA.items():
        message = file.message_type.add(name=name)
        for field_name, number, kind in fields:
            field = message.field.add(name=field_name, number=number)
            field.label = field_type.LABEL_REPEATED if kind.startswith("*") else field_type.LABEL_OPTIONAL
            kind = kind.lstrip("*")
            if kind in SCHEMA:
                field.type, field.type_name = field_type.TYPE_MESSAGE, ".malos." + kind
            else:
                field.type = getattr(field_type, "TYPE_" + kind)
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    factory = message_factory.MessageFactory(pool)
    return {name: factory.GetPrototype(pool.FindMessageTypeByName("malos." + name)) for name in SCHEMA}


_TYPES = _messages()
GpioParams, DriverConfig, MalosDriverInfo = (_TYPES[n] for n in ("GpioParams", "DriverConfig", "MalosDriverInfo"))
ServoParams = _TYPES["ServoParams"]


def config(delay=None, timeout=None, **gpio):
    """The bytes of a DriverConfig; without pin, mode and value it has no gpio."""
    message = DriverConfig()
    if delay is not None:
        message.delay_between_updates = delay
    if timeout is not None:
        message.timeout_after_last_ping = timeout
    if gpio:
        message.gpio.SetInParent()
        for name, value in gpio.items():
            setattr(message.gpio, name, value)
    return message.SerializeToString()


def unhex(text):
    return bytes.fromhex(text)


class Driver:
    """The four ports of a driver, and the one for driver info."""

    def __init__(self, port, info_port, patience=20):
        self.context = zmq.Context()
        self.port = port
        self.info_port = info_port
        self.patience = patience
        self.configs = self._socket(zmq.PUSH, port)
        self.pings = self._socket(zmq.PUSH, port + 1)
        self.errors = self._subscribe(port + 2)
        self.updates = self._subscribe(port + 3)

    def _socket(self, kind, port):
        socket = self.context.socket(kind)
        socket.linger = 1000
        socket.rcvtimeo = self.patience * 1000
        socket.connect("tcp://127.0.0.1:%d" % port)
        return socket

    def _subscribe(self, port):
        """A subscriber whose connection stands: what is sent from now on, it gets."""
        socket = self.context.socket(zmq.SUB)
        socket.linger = 0
        socket.rcvtimeo = self.patience * 1000
        monitor = socket.get_monitor_socket(zmq.EVENT_HANDSHAKE_SUCCEEDED)
        socket.subscribe(b"")
        socket.connect("tcp://127.0.0.1:%d" % port)
        assert monitor.poll(self.patience * 1000), "cannot subscribe to port %d" % port
        socket.disable_monitor()
        return socket

    def ask(self, *frames):
        """What the port for driver info answers, in bytes."""
        socket = self._socket(zmq.REQ, self.info_port)
        socket.send_multipart(frames or [b""])
        answer = socket.recv_multipart()
        socket.close()
        assert len(answer) == 1, answer
        return answer[0]

    def info(self, name="Gpio"):
        return next(it for it in MalosDriverInfo.FromString(self.ask()).info if it.driver_name == name)

    def times(self, delay, timeout):
        """Sets both times, when no client's pings are in force any more.

        Pings and configs come through two connections, so which of them is taken first is not known. Before the
        times that are wanted count, the last ping must have had its updates: those of a short burst.
        """
        self._set_times(0.001, 0.2)
        self.update()
        while self.updates.poll(300):
            self.updates.recv()
        self._set_times(delay, timeout)

    def _set_times(self, delay, timeout):
        self.configs.send(config(delay, timeout, pin=0))
        wanted = (int(delay * 1000), int(timeout * 1000))

        def count():
            info = self.info()
            return (info.delay_between_updates, info.timeout_after_last_ping) == wanted

        self._await(count)

    def update(self):
        """Pings and returns the next update, in bytes; one frame, nothing else."""
        self.pings.send(b"")
        frames = self.updates.recv_multipart()
        assert len(frames) == 1, frames
        return frames[0]

    def await_update(self, wanted):
        self._await(lambda: self.update() == wanted, lambda: "%s, not %s" % (self.update().hex(), wanted.hex()))

    def await_levels(self, pins, levels):
        """Waits until an update shows these levels of these pins, both as bits; the other pins may be anything."""
        self._await(lambda: GpioParams.FromString(self.update()).values & pins == levels)

    def error(self):
        frames = self.errors.recv_multipart()
        assert len(frames) == 1, frames
        return frames[0].decode("ascii")

    def _await(self, condition, otherwise=lambda: "it does not come about"):
        end = time.monotonic() + self.patience
        while not condition():
            assert time.monotonic() < end, otherwise()

    def close(self):
        self.context.destroy(linger=1000)


def main(checks):
    """Runs the check that is named on the command line, after it the ports: GPIO, servo, driver info."""
    name, *ports = sys.argv[1:]
    checks[name](*(int(port) for port in ports))
    print(name + " ok")
