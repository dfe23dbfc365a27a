"""Writes GATEWAY.md, the table of every request and what became of it with which client. Usage: table.py FOLDER REQUESTS

REQUESTS is the list that cmd/requests prints. Fails when a request was left unanswered, when a client was silent about one that
no other asked either, and, with --compare FILE, when the table is not that of the file.
"""

import json
import sys
from pathlib import Path

from conversation import silent

CLIENTS = {
    "ibapi==9.81.1.post1": "ibapi 9.81", "nautilus-ibapi==10.19.4": "ibapi 10.19", "nautilus-ibapi==10.46.1": "ibapi 10.46",
    "ib_async==2.1.0": "ib_async 2.1.0", "@stoqey+ib==1.6.10": "@stoqey/ib 1.6.10",
}

# Requests that no client can be made to ask, with the reason.
UNASKED = {}

HEAD = """# The gateway and its clients

Made by `conformance/gateway`, which runs real clients against `trader gateway` and fails when this file is not what came of it.

* **answered**: with the messages that the protocol has for it. **accepted**: the protocol has no answer to it.
* **refused**: with an error alone, as by a gateway whose login has no right to it. The codes are those of all refusals that the
  programs provoke, also of requests that are answered when they are right.
* **–**: the client has no call for it, or its server version is too old.

| id | request | from | """


def verdict(kind, outcome):
    if outcome is None:
        return "–"
    if outcome["answers"]:
        return "answered"
    if silent(kind) and outcome["quiet"]:
        return "accepted"
    return "refused" if outcome["codes"] else "unanswered"


def table(requests, clients):
    """The table's text, and what is wrong with it."""
    wrong, rows = [], []
    for number, kind, since in requests:
        cells = [verdict(kind, outcomes.get(kind)) for outcomes in clients.values()]
        codes = sorted(set().union(*(outcomes.get(kind, {}).get("codes", ()) for outcomes in clients.values())))
        if set(cells) == {"–"} and kind not in UNASKED:
            wrong.append(f"{kind}: no client asked it")
        for name, outcomes, cell in zip(clients, clients.values(), cells):
            if cell == "unanswered":
                wrong.append(f"{kind}: {name} got no answer")
            outcome = outcomes.get(kind)
            if outcome and outcome["asked"] != outcome["seen"]:
                wrong.append(f"{kind}: {name} asked it {outcome['asked']} times, and {outcome['seen']} were seen on the wire")
        rows.append(f"| {number} | {kind} | {since} | {' | '.join(cells)} | {' '.join(map(str, codes)) or '–'} |")
    names = [CLIENTS[name] for name in clients]
    head = HEAD + " | ".join(names) + " | refusals |\n|" + " --- |" * (len(names) + 4) + "\n"
    reasons = "".join(f"* `{kind}` is asked by nobody: {why}.\n" for kind, why in UNASKED.items())
    return head + "\n".join(rows) + "\n" + ("\n" + reasons if reasons else ""), wrong


def main(folder, list_, *rest):
    requests = [line.split() for line in Path(list_).read_text().splitlines()]
    clients = {name: json.loads(Path(folder, name + ".json").read_text()) for name in CLIENTS if Path(folder, name + ".json").exists()}
    text, wrong = table(requests, clients)
    text += "\n" + (Path(__file__).parent / "differences.md").read_text()
    for why in wrong:
        print("  FAILED", why)
    if len(clients) < len(CLIENTS):
        print("GATEWAY.md: not compared, because a client is missing")
    elif rest and rest[0] == "--write":
        Path(rest[1]).write_text(text)
    elif rest and Path(rest[1]).read_text() != text:
        Path(folder, "GATEWAY.md").write_text(text)
        wrong.append("GATEWAY.md is not what came out now: run conformance/gateway --update")
        print("  FAILED", wrong[-1])
        old, new = Path(rest[1]).read_text().splitlines(), text.splitlines()
        print("\n".join([f"    - {line}" for line in old if line not in new] + [f"    + {line}" for line in new if line not in old]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
