"""Compares the requests a client writes with those our codec writes for the same values."""

import collections
import sys

import covered
import tables
from clients import Async, Official, Refused
from known import explain
from ours import emit, readable
from stoqey import Stoqey
from values import Values

VERSIONS = [100, 101, 103, 110, 124, 131, 140, 145, 151, 157, 160, 163, 169, 170, 173, 176, 178, 180, 183, 187, 189,
            192, 195, 200, 201, 203, 205, 206, 207, 208, 209, 210, 211, 212, 213, 215, 216, 217, 218, 219, 221, 223, 225]
ORDERS = 40  # random orders per version
REPEAT = 6  # random cases of every other call per version


def place_orders(client, version):
    for seed in range(ORDERS):
        values = Values(seed * 1000 + version, client, version, density=[0.05, 0.2, 0.5, 1][seed % 4])
        contract, fields = values.contract("BAG" if seed % 3 == 0 else None)
        yield case(values, contract, fields, None)
    names = [row for table in (tables.ORDER, tables.ATTACHED) for row in tables.rows(table)]
    for theirs, _, _, _ in names:
        if hasattr(client.Order(), theirs):
            values = Values(version, client, version, density=0)
            contract, fields = values.contract("STK")
            yield case(values, contract, fields, theirs)


def case(values, contract, fields, only):
    order, ours, attached = values.order(contract, fields, only)
    message = {"OrderID": 7, "Contract": fields, "Order": ours, "Attached": attached}
    arguments = {"orderId": 7, "contract": contract, "order": order}
    return "placeOrder", "PlaceOrder", arguments, message, only


def other_calls(client, version):
    for method, message, rows in tables.calls():
        try:
            parameters = client.parameters(method)
        except Refused:
            continue
        for seed in range(REPEAT if rows else 1):
            values = Values(seed * 77 + version, client, version)
            arguments, fields = {}, {}
            for theirs, ours, kind, since in rows:
                if theirs not in parameters:
                    continue
                value, json = values.make(kind)
                if since > version:  # older servers get what leaves the parameter unset
                    arguments[theirs] = None if kind == "options" else type(value)()
                    continue
                arguments[theirs] = value
                if ours == ".":
                    fields.update(json)
                elif json is not None:
                    tables.put(fields, ours, json)
            yield method, message, arguments, fields, None


def gather(client, version):
    """All cases of a version, with what the client wrote for each."""
    for generate in (place_orders, other_calls):
        for method, message, arguments, fields, only in generate(client, version):
            try:
                theirs = client.send(version, method, arguments).hex()
            except Refused:
                theirs = ""
            except Exception as error:  # their bug: there is nothing to compare with
                theirs = f"broken: {type(error).__name__}: {error}"
            label = method + ("." + only if only else "")
            yield label, theirs, {"kind": message, "version": version, "message": fields,
                                  "theirs": "" if theirs.startswith("broken") else theirs}


def judge(client, label, theirs, one, answer):
    """The verdict and why. Both refusing is agreement; leaving a field out in silence is never expected of us."""
    version = one["version"]
    if theirs.startswith("broken"):
        return "skipped", theirs
    we, they = readable(answer.get("frame", ""), version), readable(theirs, version)
    if answer.get("feature") and they and label != "placeOrder":
        return "stricter", answer["feature"]
    if answer.get("error"):
        return "failed", answer["error"] + "\n they " + they
    if not we and not they:
        return ("failed", "refused by both") if label == "placeOrder" else ("refused", "")
    if client.same(we) != client.same(they):
        reason = explain(client, label, one, we, they)
        return ("known", reason) if reason else ("failed", f"\n   we {we or 'refuse'}\n they {they or 'refuse'}")
    if answer.get("unread"):
        return "failed", f"we cannot read theirs: {answer['unread']}\n they {they}"
    again = readable(answer.get("again", ""), version)
    if client.same(again) != client.same(they) or answer.get("left"):
        return "failed", f"read and written again: {again}, {answer.get('left', 0)} fields left\n they {they}"
    return "passed", ""


def main():
    client = {"ib_async": Async, "@stoqey/ib": Stoqey}.get(sys.argv[1], Official)()
    low = getattr(getattr(client.client_module, "Client", None), "MinClientVersion", 100)
    failures, notes = collections.defaultdict(list), collections.defaultdict(set)
    count, seen = collections.Counter(), collections.defaultdict(set)
    versions = [v for v in VERSIONS if low <= v <= client.highest()]
    for version in versions:
        cases = list(gather(client, version))
        for (label, theirs, one), answer in zip(cases, emit([one for _, _, one in cases])):
            verdict, why = judge(client, label, theirs, one, answer)
            count[verdict] += 1
            if verdict in ("passed", "known"):
                seen[one["kind"], verdict].add(version)
            if verdict == "failed":
                failures[label].append(f"at {version}: {why}")
            elif why:
                notes[f"{verdict}: {label}: {why}"].add(version)
    covered.record(seen, versions)
    print(f"{count['passed']} passed, {count['failed']} failed; {len(versions)} server versions from {versions[0]} to "
          f"{versions[-1]}; {count['refused']} refused by both, {count['known']} known differences, "
          f"{count['stricter']} refused by us and left out by them, "
          f"{count['skipped']} that they cannot write")
    for label, whys in failures.items():
        print(f"  FAILED {label} ({len(whys)}): {whys[0][:4000]}")
    if "-v" in sys.argv:
        for note, seen in sorted(notes.items()):
            print(f"  {note}, versions {min(seen)} to {max(seen)}")
    return 1 if count["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
