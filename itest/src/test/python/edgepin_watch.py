# SPDX-License-Identifier: Apache-2.0
"""
Watches pins in one call, and says what it is told, a line each, until the call ends.
Usage: edgepin_watch.py HOST:PORT TOKEN PIN...
"""
import sys

import grpc

import edgepin

with grpc.insecure_channel(sys.argv[1]) as channel:
    events = edgepin.Client(channel, sys.argv[2]).WatchPins(pins=sys.argv[3:], timeout=600)
    try:
        for answer in events:
            for event in answer.events:
                if event.HasField("edge"):
                    print(event.edge.pin, event.edge.sequence, flush=True)
                else:
                    print(event.WhichOneof("event"), flush=True)
    except grpc.RpcError as problem:
        print("ended:", edgepin.reason(problem), flush=True)
        sys.exit(1)
