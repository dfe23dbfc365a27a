"""Our codec, asked through the Go program."""

import json
import os
import subprocess


def emit(cases):
    """What our codec makes of each case, in order."""
    lines = "".join(json.dumps(case) + "\n" for case in cases)
    done = subprocess.run([os.environ["EMIT"]], input=lines, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr)
    return [json.loads(line) for line in done.stdout.splitlines()]


def _uvarint(b, at):
    value = shift = 0
    while True:
        if at >= len(b) or shift > 63:
            raise ValueError("varint")
        value |= (b[at] & 127) << shift
        shift += 7
        at += 1
        if b[at - 1] < 128:
            return value, at


def _fields(b):
    """The fields of a protobuf message, sorted, because the order of map entries is not fixed."""
    at, found = 0, []
    while at < len(b):
        key, at = _uvarint(b, at)
        number, wire = key >> 3, key & 7
        if not number:
            raise ValueError("field number")
        if wire == 0:
            value, at = _uvarint(b, at)
        elif wire in (1, 5):
            size = 8 if wire == 1 else 4
            value, at = b[at:at + size].hex(), at + size
        elif wire == 2:
            size, at = _uvarint(b, at)
            value, at = b[at:at + size], at + size
            try:
                value = _fields(value) if value else ""
            except ValueError:
                value = repr(value)
        else:
            raise ValueError("wire type")
        if at > len(b):
            raise ValueError("end")
        found.append(f"{number}={value}")
    return "{" + " ".join(sorted(found)) + "}"


def readable(frame, version):
    """A frame as comparable text: text fields joined by |, protobuf fields sorted."""
    if not frame:
        return ""
    b = bytes.fromhex(frame) if isinstance(frame, str) else frame
    length, b = int.from_bytes(b[:4], "big"), b[4:]
    if length != len(b):
        return f"length {length} of {len(b)} bytes"
    if version < 201:
        return b.decode().replace("\0", "|")
    number, b = int.from_bytes(b[:4], "big"), b[4:]
    if number > 200:
        return f"protobuf {number - 200} {_fields(b)}"
    return f"{number} {b.decode()}".replace("\0", "|")
