# SPDX-License-Identifier: Apache-2.0
"""The GL20's gRPC service as its old clients see it: grpcio and protobuf of Debian, and nothing generated."""
import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory


def _message():
    file = descriptor_pb2.FileDescriptorProto(name="GL20.proto", syntax="proto3")
    message = file.message_type.add(name="GPIO")
    field = descriptor_pb2.FieldDescriptorProto
    for number, name, kind in ((1, "PINx", field.TYPE_INT32), (2, "value", field.TYPE_INT32), (3, "level", field.TYPE_BOOL)):
        message.field.add(name=name, number=number, type=kind, label=field.LABEL_OPTIONAL)
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.MessageFactory(pool).GetPrototype(pool.FindMessageTypeByName("GPIO"))


GPIO = _message()


class Stub:
    """What grpc_tools makes of the service."""

    def __init__(self, channel):
        for name in ("digitalRead", "digitalReadAll", "digitalWrite", "digitalWriteAll", "digitalWriteToggle",
                     "digitalWriteToggleAll"):
            setattr(self, name, channel.unary_unary(
                "/serviceGL20/" + name, request_serializer=GPIO.SerializeToString, response_deserializer=GPIO.FromString))


def raw(channel, method, request):
    """Calls a method with bytes; returns the bytes of the answer, or the status."""
    call = channel.unary_unary(method, request_serializer=lambda it: it, response_deserializer=lambda it: it)
    try:
        return call(request, timeout=10).hex(" ")
    except grpc.RpcError as problem:
        return problem.code().name + " " + problem.details()
