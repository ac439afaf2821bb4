# SPDX-License-Identifier: Apache-2.0
"""
Some turns of the GL20's blinking client: a new channel for each, and the outputs follow PIN0.
Usage: gl20_blink.py HOST:PORT TURNS
"""
import sys

import grpc

from gl20 import GPIO, Stub

for turn in range(int(sys.argv[2])):
    with grpc.insecure_channel(sys.argv[1]) as channel:
        stub = Stub(channel)
        if stub.digitalRead(GPIO(PINx=0)).level:
            stub.digitalWriteToggle(GPIO(PINx=7))
            stub.digitalWrite(GPIO(PINx=6, level=False))
        else:
            stub.digitalWrite(GPIO(PINx=6, level=True))
            stub.digitalWrite(GPIO(PINx=7, level=False))
