"""Runs a gateway for a client's program, and watches what goes over its wire."""

import contextlib
import json
import os
import socket
import subprocess
import threading
import time
import urllib.request
from datetime import datetime

from conversation import Conversations, merge

def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Server:
    """A gateway in a process of its own."""

    def __init__(self, *flags, log=None):
        self.port, self.operator = free_port(), f"127.0.0.1:{free_port()}"
        self.log = open(log or os.devnull, "w")
        self.process = subprocess.Popen(
            [os.environ["TRADER"], "gateway", "--listen", f"127.0.0.1:{self.port}", "--operator", self.operator, *flags],
            stdout=self.log, stderr=self.log)
        self.ask("status.json", patience=30)
        self.conversations, self.more = Conversations(), []
        self.wire = urllib.request.urlopen(f"http://{self.operator}/wire")
        self.watcher = threading.Thread(target=self.watch, daemon=True)
        self.watcher.start()

    def ask(self, page, patience=5):
        until = time.monotonic() + patience
        while True:
            try:
                with urllib.request.urlopen(f"http://{self.operator}/{page}", timeout=5) as answer:
                    return answer.read()
            except OSError:
                if time.monotonic() > until or self.process.poll() is not None:
                    said = open(self.log.name).read()[-500:] if self.log.name != os.devnull else ""
                    raise RuntimeError(f"the gateway does not answer: {said}") from None
                time.sleep(0.05)

    def status(self):
        return json.loads(self.ask("status.json"))

    def market_time(self):
        at = self.status()["market_time"]
        return datetime.fromisoformat(at.replace("Z", "+00:00"))

    def watch(self):
        try:
            for line in self.wire:
                self.conversations.take(line.decode().rstrip("\n"))
        except (OSError, ValueError):
            pass  # the gateway has ended

    @contextlib.contextmanager
    def beside(self, *flags):
        """Another gateway for a while, whose conversations are added to this one's."""
        other = Server(*flags)
        try:
            yield other
        finally:
            self.more.append(other.stop())

    def stop(self):
        """Ends the gateway. The result is what every request led to."""
        counts = self.status()["requests"]
        until = time.monotonic() + 5
        while len(self.conversations.requests) < sum(counts.values()) and time.monotonic() < until:
            time.sleep(0.05)
        self.process.terminate()
        self.process.wait(10)
        self.watcher.join(5)
        self.log.close()
        return merge([self.conversations.outcomes(counts), *self.more])
