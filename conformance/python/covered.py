"""Keeps which messages were compared with which client, at which server versions."""

import os


def spans(seen, versions):
    """The versions seen, of those that were tried: neighbours among these as first-last."""
    text, run = [], []
    for version in [*versions, None]:
        if version in seen:
            run.append(version)
        elif run:
            text.append(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}")
            run = []
    return ",".join(text)


def record(seen, versions):
    """Appends a line for each message and verdict: the client, the verdict, the message, its versions."""
    with open(os.environ["COVERED"], "a") as file:
        for (kind, verdict), at in seen.items():
            file.write(f"{os.environ['CLIENT']} {verdict} {kind} {spans(at, versions)}\n")
