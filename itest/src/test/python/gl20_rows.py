# SPDX-License-Identifier: Apache-2.0
"""Every row of the GL20's protocol, byte by byte, on a GL20 at power-up. Usage: gl20_rows.py HOST:PORT"""
import sys

import grpc

import gl20

MINUS_1 = "08 ff ff ff ff ff ff ff ff ff 01"
PINS = "INVALID_ARGUMENT PINx = %d: must be 0 to 7"
VALUES = "INVALID_ARGUMENT value = %d: must be 0 to 3, bit 1 for PIN6 and bit 0 for PIN7"

# method, request, answer; an answer of no bytes is OK, and false
ROWS = (
    # power-up: inputs open, outputs open
    ("digitalReadAll", "", "10 ff 01"),
    ("digitalRead", "", "18 01"),
    ("digitalRead", "08 06", "18 01"),
    ("digitalRead", "08 07", "18 01"),
    ("digitalRead", "08 08", PINS % 8),
    ("digitalRead", MINUS_1, PINS % -1),
    # one output, and what is read then
    ("digitalWrite", "08 06", ""),
    ("digitalRead", "08 06", ""),
    ("digitalReadAll", "", "10 fd 01"),
    ("digitalWrite", "08 06 18 01", ""),
    ("digitalRead", "08 06", "18 01"),
    # inputs cannot be written, and that is no error
    ("digitalWrite", "18 01", ""),
    ("digitalWrite", "", ""),
    ("digitalWrite", "08 05", ""),
    ("digitalReadAll", "", "10 ff 01"),
    ("digitalWrite", "08 08 18 01", PINS % 8),
    ("digitalWrite", MINUS_1, PINS % -1),
    # both outputs
    ("digitalWriteAll", "10 02", ""),
    ("digitalReadAll", "", "10 fe 01"),
    ("digitalWriteAll", "", ""),
    ("digitalReadAll", "", "10 fc 01"),
    ("digitalWriteAll", "10 03", ""),
    ("digitalWriteAll", "10 04", VALUES % 4),
    ("digitalWriteAll", "10 ff ff ff ff ff ff ff ff ff 01", VALUES % -1),
    ("digitalReadAll", "", "10 ff 01"),
    # toggles
    ("digitalWriteToggle", "08 06", ""),
    ("digitalReadAll", "", "10 fd 01"),
    ("digitalWriteToggle", "08 07", ""),
    ("digitalReadAll", "", "10 fc 01"),
    ("digitalWriteToggleAll", "", ""),
    ("digitalReadAll", "", "10 ff 01"),
    ("digitalWriteToggle", "08 05", ""),
    ("digitalWriteToggle", "08 08", ""),
    ("digitalWriteToggle", MINUS_1, ""),
    ("digitalReadAll", "", "10 ff 01"),
    # what is no request, and what is not there
    ("digitalRead", "ff ff ff", "INTERNAL Exception deserializing request!"),
    ("digitalRead", "08", "INTERNAL Exception deserializing request!"),
    ("digitalRead", "08 06 10 05 22 01 61", "18 01"),
    ("digitalFrobnicate", "", "UNIMPLEMENTED Method not found!"),
)

# what a client sends that was told to compress: a small request as it is, a large one with a field that nobody knows
COMPRESSED = ("08 06", "08 06 22 f4 03" + 500 * " 00")

failed = count = 0


def check(channel, path, request, expected, how=""):
    global failed, count
    count += 1
    answer = gl20.raw(channel, path, bytes.fromhex(request))
    if answer != expected:
        failed += 1
        print("%s(%s)%s: %r instead of %r" % (path, request, how, answer, expected))


with grpc.insecure_channel(sys.argv[1]) as channel:
    for method, request, expected in ROWS:
        check(channel, "/serviceGL20/" + method, request, expected)
    check(channel, "/serviceGL21/digitalRead", "", "UNIMPLEMENTED Method not found!")
for compression in (grpc.Compression.Gzip, grpc.Compression.Deflate):
    with grpc.insecure_channel(sys.argv[1], compression=compression) as channel:
        for request in COMPRESSED:
            check(channel, "/serviceGL20/digitalRead", request, "18 01", " with %s" % compression)
print("%d rows, %d failed" % (count, failed))
sys.exit(1 if failed else 0)
