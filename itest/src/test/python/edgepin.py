# SPDX-License-Identifier: Apache-2.0
"""edgepin.v1 for Python, from what the server says of itself by reflection: nothing generated, no file needed."""
import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

SERVICE = "edgepin.v1.GpioService"


def _varint(number):
    bytes_ = bytearray()
    while number > 0x7F:
        bytes_.append(number & 0x7F | 0x80)
        number >>= 7
    bytes_.append(number)
    return bytes(bytes_)


def _files(response):
    """The repeated bytes field 1 in field 4 of a ServerReflectionResponse."""
    message = _fields(response)[4][0]
    return _fields(message)[1]


def _fields(message):
    fields, at = {}, 0

    def number():
        nonlocal at
        value = shift = 0
        while True:
            byte = message[at]
            at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    while at < len(message):
        tag = number()
        if tag & 7 == 2:
            length = number()
            fields.setdefault(tag >> 3, []).append(message[at:at + length])
            at += length
        else:
            fields.setdefault(tag >> 3, []).append(number())
    return fields


class Client:
    """Client(channel, token).ReadPin(pin="main/17").level; a stream is iterated over."""

    def __init__(self, channel, token=None):
        self.channel = channel
        self.metadata = [] if token is None else [("authorization", "Bearer " + token)]
        ask = channel.stream_stream("/grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
                                    request_serializer=lambda it: it, response_deserializer=lambda it: it)
        symbol = SERVICE.encode()
        answer = next(ask(iter([b"\x22" + _varint(len(symbol)) + symbol]), timeout=10))
        self.pool = descriptor_pool.DescriptorPool()
        files = {}
        for file in _files(answer):
            parsed = descriptor_pb2.FileDescriptorProto.FromString(file)
            files[parsed.name] = parsed
        self._add(files, list(files))
        self.service = self.pool.FindServiceByName(SERVICE)
        self.messages = message_factory.MessageFactory(self.pool)

    def _add(self, files, names):
        for name in names:
            if name in files:
                file = files.pop(name)
                self._add(files, file.dependency)
                self.pool.Add(file)

    def __getattr__(self, name):
        method = self.service.methods_by_name[name]
        request = self.messages.GetPrototype(method.input_type)
        answer = self.messages.GetPrototype(method.output_type)
        kind = self.channel.unary_stream if name.startswith("Watch") else self.channel.unary_unary
        call = kind("/%s/%s" % (SERVICE, name), request_serializer=request.SerializeToString,
                    response_deserializer=answer.FromString)
        return lambda timeout=20, **fields: call(request(**fields), timeout=timeout, metadata=self.metadata)


def reason(problem):
    """The code of a failure, and the reason in its ErrorInfo."""
    details = dict(problem.trailing_metadata() or ()).get("grpc-status-details-bin", b"")
    for detail in _fields(details).get(3, []) if details else []:
        fields = _fields(detail)
        if fields[1][0] == b"type.googleapis.com/google.rpc.ErrorInfo":
            return problem.code().name + " " + _fields(fields[2][0])[1][0].decode()
    return problem.code().name
