"""Compares the messages about TWS's settings, which the official client offers as its protobuf classes only.

Its classes make each message whole, and ones that lack random lists and groups of settings. Our codec reads them and writes them
again: nothing may be left over, and what it writes must say the same.
"""

import collections
import importlib
import random
import sys

import covered
from ours import emit, readable

VERSIONS = [218, 219, 220, 221, 223, 225]
# Our message, its class, the message id, the first version.
MESSAGES = [
    ("RequestConfig", "ConfigRequest", 108, 219), ("Config", "ConfigResponse", 110, 219),
    ("UpdateConfig", "UpdateConfigRequest", 109, 221), ("UpdateConfigResult", "UpdateConfigResponse", 111, 221),
]
RANDOM = 20  # incomplete messages per version


def fill(message, chance, density):
    for field in message.DESCRIPTOR.fields:
        nested = field.message_type or field.label == field.LABEL_REPEATED
        if nested and chance.random() >= density:
            continue
        target = getattr(message, field.name)
        if field.message_type:
            for _ in range(chance.randint(1, 3) if field.label == field.LABEL_REPEATED else 1):
                inside = target.add() if field.label == field.LABEL_REPEATED else target
                inside.SetInParent()
                fill(inside, chance, density)
        elif field.label == field.LABEL_REPEATED:
            target.extend(value(field, chance) for _ in range(chance.randint(1, 3)))
        else:
            setattr(message, field.name, value(field, chance))


def value(field, chance):
    if field.cpp_type == field.CPPTYPE_STRING:
        return "".join(chance.choice("abcxyz 019") for _ in range(chance.randint(1, 9)))
    if field.cpp_type == field.CPPTYPE_BOOL:
        return field.name == "resetAPIOrderSequence" or chance.random() < 0.5  # that flag is true or not there
    if field.cpp_type in (field.CPPTYPE_DOUBLE, field.CPPTYPE_FLOAT):
        return chance.randint(1, 10**6) / 4
    return chance.randint(1, 2**31 - 2)


def cases(version):
    for kind, name, number, since in MESSAGES:
        made = getattr(importlib.import_module(f"ibapi.protobuf.{name}_pb2"), name)
        for seed in range(RANDOM + 1):
            chance = random.Random(f"{name} {version} {seed}")
            message = made()
            fill(message, chance, 1 if seed == 0 else 0.5)
            body = (number + 200).to_bytes(4, "big") + message.SerializeToString()
            frame = len(body).to_bytes(4, "big") + body
            yield since, {"kind": kind, "version": version, "message": {}, "theirs": frame.hex()}


def judge(since, one, answer):
    if one["version"] < since:
        return ("absent", "") if answer.get("feature") else ("failed", "we write it to an older server")
    if answer.get("unread") or answer.get("left"):
        return "failed", f"{answer.get('unread', '')} {answer.get('left', 0)} fields left of {one['theirs']}"
    we, they = readable(answer["again"], one["version"]), readable(one["theirs"], one["version"])
    return ("passed", "") if we == they else ("failed", f"\n   we {we}\n they {they}")


def main():
    count, seen, failures = collections.Counter(), collections.defaultdict(set), []
    for version in VERSIONS:
        all_cases = list(cases(version))
        for (since, one), answer in zip(all_cases, emit([one for _, one in all_cases])):
            verdict, why = judge(since, one, answer)
            count[verdict] += 1
            if verdict == "passed":
                seen[one["kind"], verdict].add(version)
            if verdict == "failed":
                failures.append(f"{one['kind']} at {version}: {why}")
    covered.record(seen, VERSIONS)
    print(f"{count['passed']} passed, {count['failed']} failed; {count['absent']} of messages their version lacks")
    for why in failures[:5]:
        print("  FAILED", why[:3000])
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
