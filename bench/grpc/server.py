# SPDX-License-Identifier: Apache-2.0
"""
serviceGL20 in Python, as the GL20's own server has it: python3-grpcio, ten worker threads, the generated kind of
message. The pins are a number in memory, where the real one asks the bus. Usage: server.py PORT
"""
import sys
from concurrent import futures
from os.path import abspath, dirname

import grpc

sys.path.insert(0, dirname(abspath(__file__)) + "/../../itest/src/test/python")
from gl20 import GPIO  # noqa: E402

pins = 0xFF


def read_all(request, context):
    return GPIO(value=pins)


server = grpc.server(futures.ThreadPoolExecutor(max_workers=10))
server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("serviceGL20", {
    "digitalReadAll": grpc.unary_unary_rpc_method_handler(
        read_all, request_deserializer=GPIO.FromString, response_serializer=GPIO.SerializeToString),
}),))
server.add_insecure_port("127.0.0.1:" + sys.argv[1])
server.start()
server.wait_for_termination()
