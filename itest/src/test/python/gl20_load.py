# SPDX-License-Identifier: Apache-2.0
"""
Reads all pins again and again over one channel and counts the answers, until the standard input ends and there is an
answer. Says "reading" after the first. An answer other than a value or UNAVAILABLE, or none for a minute after the end
of the input, ends it with status 1. Usage: gl20_load.py HOST:PORT
"""
import sys
import threading
import time

import grpc

from gl20 import GPIO, Stub

ended = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
answers = unavailable = after = 0
patience = float("inf")
with grpc.insecure_channel(sys.argv[1], [("grpc.max_reconnect_backoff_ms", 500)]) as channel:
    stub = Stub(channel)
    while not (ended.is_set() and after > 0):
        if ended.is_set():
            patience = min(patience, time.monotonic() + 60)
        if time.monotonic() > patience:
            print("UNAVAILABLE for good")
            sys.exit(1)
        try:
            value = stub.digitalReadAll(GPIO(), timeout=20).value
        except grpc.RpcError as problem:
            if problem.code() != grpc.StatusCode.UNAVAILABLE:
                print(problem.code().name, problem.details())
                sys.exit(1)
            unavailable += 1
            after = 0
            time.sleep(0.02)
            continue
        if value & 0xFC != 0xFC:
            print("wrong value", value)
            sys.exit(1)
        if answers == 0:
            print("reading", flush=True)
        answers += 1
        after += 1
print("%d answers, %d of them after the last of %d times UNAVAILABLE" % (answers, after, unavailable))
