# SPDX-License-Identifier: Apache-2.0
"""Uses edgepin.v1 on the boards of a first run. Usage: edgepin_session.py HOST:PORT TOKEN"""
import sys

import grpc

import edgepin


def refused(call):
    try:
        return "not refused: %s" % call()
    except grpc.RpcError as problem:
        return edgepin.reason(problem)


with grpc.insecure_channel(sys.argv[1]) as channel:
    client = edgepin.Client(channel, sys.argv[2])
    print("boards", " ".join(board.name for board in client.ListBoards().boards))
    print("pins of gl20", len(client.ListPins(board="gl20").pins))

    events = client.WatchPins(pins=["gl20/6", "gl20/7"], timeout=60)
    answer = next(events)
    known = {pin.pin: pin.sequence for pin in answer.events[0].snapshot.pins}
    print("snapshot", " ".join(sorted(known)))

    client.WritePin(pin="gl20/6", level=2)
    client.WritePin(pin="gl20/6", level=1)
    print("level", client.ReadPin(pin="gl20/6").level)
    client.BatchWritePins(levels=[{"pin": "gl20/6", "level": 2}, {"pin": "gl20/7", "level": 2}])
    print("levels", [level.level for level in client.BatchReadPins(pins=["gl20/6", "gl20/7"]).levels])
    seen = 0
    while seen < 2:
        for event in next(events).events:
            if event.edge.pin == "gl20/6":
                assert event.edge.sequence == known["gl20/6"] + 1, event
                known["gl20/6"] += 1
                seen += 1
    print("edges of gl20/6 without a gap")
    token = answer.resume_token
    events.cancel()

    again = client.WatchPins(pins=["gl20/6"], resume_token=token, timeout=60)
    print("resumed with", "edge" if next(again).events[0].HasField("edge") else "something else")
    again.cancel()

    print(refused(lambda: client.WritePin(pin="gl20/0", level=1)))
    print(refused(lambda: client.ReadPin(pin="gl20/99")))
    print(refused(lambda: client.ReadPin(pin="gl20")))
    print(refused(lambda: client.WritePin(pin="gl20/6")))
    print(refused(lambda: edgepin.Client(channel).WritePin(pin="gl20/6", level=1)))
    print(refused(lambda: edgepin.Client(channel, "wrong").ReadPin(pin="gl20/6")))
