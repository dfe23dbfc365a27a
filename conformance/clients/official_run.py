"""Everything that the official client can ask, against a gateway that replays the market. Usage: official_run.py FOLDER"""

import json
import os
import sys
import time
from pathlib import Path

import official_accounts
import official_contracts
import official_history
import official_orders
import official_roles
import official_samples
import official_services
import official_ticks
from checks import Checks
from market import Market
from official import COMPLAINTS, Client
from server import Server
from settings import FLAGS

# What a client cannot do, so that its program leaves it out.
LEFT_OUT = {
    ("ibapi==9.81.1.post1", "bonds"): "reads a coupon as a whole number and dies of any other",
}
FAMILIES = [official_contracts, official_ticks, official_history, official_orders, official_accounts, official_services, official_roles, official_samples]


def main(folder):
    k, market = Checks(os.environ["CLIENT"]), Market()
    only = os.environ.get("ONLY", "").split()
    server = Server("--catalog", str(Path(folder, "catalog")), "--news", str(Path(folder, "news.yaml")), *FLAGS,
                    log=Path(folder, os.environ["CLIENT"] + ".log"))
    c = Client()
    c.others = []
    c.server, c.market, c.conformance = server, market, k
    try:
        with k.section("connect"):
            c.start(server.port, 5)
        for family in FAMILIES:
            for part in family.SECTIONS:
                if (not only or part.__name__ in only) and (k.client, part.__name__) not in LEFT_OUT:
                    begin = time.monotonic()
                    with k.section(part.__name__):
                        part(c, k, market)
                    if os.environ.get("VERBOSE"):
                        print(f"  {part.__name__}: {time.monotonic() - begin:.1f} s", flush=True)
        c.stop()
    finally:
        outcomes = server.stop()
    k.part = "unexpected"
    for why in [text for client in (c, *c.others) for text in client.surprises()] + COMPLAINTS.texts:
        k.failed(why)
    Path(folder, os.environ["CLIENT"] + ".json").write_text(json.dumps(outcomes))
    return 0 if k.report() else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
