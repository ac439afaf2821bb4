# SPDX-License-Identifier: Apache-2.0
"""The calls of the GL20's example client in their order, but for its pauses. Usage: gl20_client.py HOST:PORT"""
import sys

import grpc

from gl20 import GPIO, Stub

with grpc.insecure_channel(sys.argv[1]) as channel:
    stub = Stub(channel)
    stub.digitalWriteToggleAll(GPIO())
    print(stub.digitalRead(GPIO(PINx=6)).level)
    print(bin(stub.digitalReadAll(GPIO()).value))
    stub.digitalWrite(GPIO(PINx=6, level=True))
    print(stub.digitalRead(GPIO(PINx=6)).level)
    stub.digitalWriteAll(GPIO(value=2))
