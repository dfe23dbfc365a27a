"""ib_async against a gateway that replays the market: every request it has. Usage: async_run.py FOLDER"""

import json
import logging
import os
import sys
import time
from pathlib import Path

import async_data
import async_orders
import async_samples
from checks import Checks
from ib_async import IB
from market import Market
from server import Server
from settings import FLAGS

QUIET = {2104, 2106, 2158}


class Complaints(logging.Handler):
    """What ib_async logs as wrong, errors from the gateway apart: those are events, and judged as such."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.texts = []

    def emit(self, record):
        text = record.getMessage()
        if record.name == "ib_async.wrapper" and text.startswith(("Error ", "Warning ", "Canceled order")):
            return
        if record.exc_info:
            text += f" {record.exc_info[1]!r}"
        self.texts.append(f"{record.name}: {text}")


class Session:
    """A connected IB, with the errors that came and those that were expected."""

    def __init__(self, server, market, checks, number=21):
        self.server, self.market, self.number = server, market, number
        self.ib, self.errors, self.k = IB(), [], checks
        self.ib.errorEvent += lambda number, code, text, contract: self.errors.append((number, code, text))

    def connect(self):
        self.ib.RequestTimeout = 20
        self.ib.connect("127.0.0.1", self.server.port, clientId=self.number, timeout=20)

    def until(self, holds, what, patience=20):
        """Lets events come until something holds."""
        end = time.monotonic() + patience
        while not holds():
            if time.monotonic() > end:
                raise TimeoutError(f"{what}; errors {self.errors[-3:]}")
            self.ib.sleep(0.02)

    def error(self, code, patience=20):
        """An error that must come, or have come, is taken off the list."""
        self.until(lambda: any(e[1] == code for e in self.errors), f"error {code}", patience)
        found = next(e for e in self.errors if e[1] == code)
        self.errors.remove(found)
        return found[2]

    def surprises(self):
        return [f"error {code} for {number}: {text}" for number, code, text in self.errors if code not in QUIET]


def main(folder):
    k, market, complaints = Checks(os.environ["CLIENT"]), Market(), Complaints()
    logging.getLogger().addHandler(complaints)
    only = os.environ.get("ONLY", "").split()
    server = Server("--catalog", str(Path(folder, "catalog")), "--news", str(Path(folder, "news.yaml")), *FLAGS,
                    log=Path(folder, os.environ["CLIENT"] + ".log"))
    s = Session(server, market, k)
    try:
        with k.section("connect"):
            s.connect()
        for family in (async_data, async_orders, async_samples):
            for part in family.SECTIONS:
                if not only or part.__name__ in only:
                    begin = time.monotonic()
                    with k.section(part.__name__):
                        part(s, s.ib, k)
                    if os.environ.get("VERBOSE"):
                        print(f"  {part.__name__}: {time.monotonic() - begin:.1f} s", flush=True)
        s.ib.disconnect()
    finally:
        outcomes = server.stop()
    k.part = "unexpected"
    for why in s.surprises() + complaints.texts:
        k.failed(why)
    Path(folder, os.environ["CLIENT"] + ".json").write_text(json.dumps(outcomes))
    return 0 if k.report() else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
