"""Prints the rates that were measured, side by side, and how many times ours is the others'."""

import sys


def short(rate):
    return f"{rate / 1e6:.1f}M" if rate >= 1e6 else f"{rate / 1e3:.0f}k"


def main():
    rates, clients = {}, []
    for line in open(sys.argv[1]):
        client, message, version, rate = line.split()
        if client not in clients:
            clients.append(client)
        rates.setdefault((message, int(version)), {})[client] = int(rate)
    head = ["messages a second", "format", *clients]
    rows = []
    for (message, version), found in rates.items():
        what = "encode " if message == "placeOrder" else "decode "
        row = [what + message, "protobuf" if version >= 203 else "text", short(found["ours"])]
        for client in clients[1:]:
            theirs = found.get(client)
            row.append(f"{short(theirs)}, {found['ours'] / theirs:.0f} times" if theirs else "-")
        rows.append(row)
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    for row in [head, *rows]:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())


if __name__ == "__main__":
    main()
