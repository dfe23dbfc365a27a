"""@stoqey/ib against a gateway that replays the market: starts the program in Node. Usage: stoqey_run.py FOLDER"""

import json
import os
import subprocess
import sys
from pathlib import Path

from checks import Checks
from server import Server
from settings import FLAGS


def main(folder):
    k, client = Checks(os.environ["CLIENT"]), os.environ["CLIENT"].replace("/", "+")
    server = Server("--catalog", str(Path(folder, "catalog")), "--news", str(Path(folder, "news.yaml")), *FLAGS, log=Path(folder, client + ".log"))
    try:
        said = subprocess.run(["node", Path(__file__).parent / "stoqey" / "main.js"], capture_output=True, text=True, timeout=150,
                              env={**os.environ, "PORT": str(server.port), "FOLDER": folder})
    finally:
        outcomes = server.stop()
    for line in said.stdout.splitlines():
        if not line.startswith("{"):
            k.failed(f"it prints: {line}")
            continue
        finding = json.loads(line)
        k.part = finding["part"]
        k.true(finding["what"], finding["ok"], finding.get("why", ""))
    k.part = "program"
    if said.returncode or said.stderr:
        k.failed(f"it ended with {said.returncode}: {said.stderr[-1000:]}")
    Path(folder, client + ".json").write_text(json.dumps(outcomes))
    return 0 if k.report() else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
