"""Lets the official client read what our server side writes, and compares every value it delivers."""

import base64
import collections
import importlib
import inspect
import sys
from decimal import Decimal
from types import SimpleNamespace

import answer_tables
import covered
import tables
from clients import Official
from ours import emit
from values import Values, some

VERSIONS = [100, 110, 124, 131, 142, 151, 157, 164, 176, 187, 195, 200, 203, 206, 209, 213, 217, 220, 225]
REPEAT = 5


MISSING = object()
# How the official client says it. It reads many empty text fields, and absent protobuf ones, as 0.
NONE = {0.0, sys.float_info.max, 2.0**31 - 1, 2.0**63 - 1, 2.0**127 - 1}


class Plain:
    """In place of a client's classes: plain objects with the official attributes."""

    exch = "exchange"

    def condition(self, kind):
        return SimpleNamespace(condType=kind)

    def connect(self, condition, both):
        condition.isConjunctionConnection = both

    def TagValue(self, tag, value):
        return {"tag": tag, "value": value}

    def SoftDollarTier(self, name, value, _):
        return {"name": name, "val": value}


class Answers(Values):
    """Values as the official client delivers them, and as our server side is given them."""

    def make(self, kind):
        shape, _, table = kind.partition("/")
        if shape == "one":
            return self.one(getattr(answer_tables, table))
        if shape == "list":
            pairs = [self.one(getattr(answer_tables, table)) for _ in range(self.random.randint(1, 3))]
            return [theirs for theirs, _ in pairs], [ours for _, ours in pairs]
        if shape == "fixed":
            return None, int(table)
        if self.sparse and (kind in ("op", "oi", "of", "od") or kind == "q" and self.version >= 163):
            return MISSING, {}  # sizes are always there before they became decimal
        return super().make(kind)

    def one(self, table):
        theirs, ours = {}, {}
        for attribute, path, kind, since in tables.rows(table):
            if since > self.version:
                continue
            known = look(ours, path)  # two attributes of different releases may hold the same field
            if known is not None:
                theirs[attribute] = known.get("Value", MISSING)
                continue
            whole = attribute == "scalePriceIncrement"  # without it the other fields of a scale order are not there
            theirs[attribute], json = super().make(kind) if whole else self.make(kind)
            tables.put(ours, path, json)
        return theirs, ours

    def condition(self):
        it, fields = super().condition()
        return vars(it), fields

    def make_options(self):
        return self.make_tags()

    def make_ticktype(self):
        v = self.random.choice([1, 2, 4, 6, 7, 9, 45, 49])
        return v, v

    def make_attributes(self):
        names = ["canAutoExecute", "pastLimit", "preOpen"][:3 if self.version >= 132 else 1]
        set_ = {name: self.random.random() < 0.5 for name in names}
        return set_, sum(on << n for n, on in enumerate(set_.values()))

    def make_q(self):
        v = self.make_d()[1]
        return Decimal(v), some(float(v))

    def make_d(self):
        v = self.random.choice(["100", "0.5", "12.345678", "1000000"] if self.version >= 163 else ["100", "7", "250"])
        return Decimal(v), v

    def make_od(self):
        v = self.make_d()[1]
        return Decimal(v), some(v)

    def make_side(self):
        n = self.random.randint(0, 1)
        return ["BOT", "SLD"][n], n + 1

    def make_word(self):
        v = self.random.random() < 0.5
        return "true" if v else "false", v

    def make_components(self):
        theirs, ours = [], []
        for bit in range(self.random.randint(1, 3)):
            exchange, letter = self.text(), self.text()
            theirs.append({"bitNumber": bit, "exchange": exchange, "exchangeLetter": letter})
            ours.append({"Bit": bit, "Exchange": exchange, "Letter": letter})
        return theirs, ours

    def make_fund(self):
        return "FUND", "FUND"

    def make_days(self):
        v = ["20261218", "20270115", "20270319"][:self.random.randint(1, 3)]
        return v, v

    def make_strikes(self):
        v = [95.5, 100.0, 102.25][:self.random.randint(1, 3)]
        return v, v

    def make_day(self):
        v = self.random.choice(["20261218", "20270115"])
        return v, v

    def make_trades(self):
        v = self.random.randint(1, 2)
        return v, v

    def make_bytes(self):
        v = self.text()
        return v, base64.b64encode(v.encode()).decode()

    def make_texts(self):
        v = [self.text() for _ in range(self.random.randint(1, 3))]
        return v, v

    def make_ordertype(self):
        v = self.random.choice(["LMT", "MKT", "STP", "TRAIL"])
        return v, v


def look(fields, path):
    for name in path.split("."):
        if not isinstance(fields, dict) or name not in fields:
            return None
        fields = fields[name]
    return fields


def lines():
    for line in answer_tables.ANSWERS.strip().splitlines():
        message, callback, *parameters = line.split()
        each = ""
        if parameters and parameters[0].startswith("each="):
            each = parameters.pop(0)[len("each="):]
        rows = [p.split(":") for p in parameters]
        yield message, callback, each, [(r[0], r[1], r[2], int(r[3]) if len(r) > 3 else 0) for r in rows]


def readable_lines(wrapper):
    """The lines that this release can read. Releases renamed calls and parameters, so a message may have several."""
    unread, fit = set(), []
    for line in lines():
        call = getattr(wrapper, line[1], None)
        if call is None:
            continue
        if {row[0] for row in line[3]} - {"_"} <= set(inspect.signature(call).parameters):
            fit.append(line)
        else:
            unread.add(line[1])
    wrong = unread - {line[1] for line in fit}
    if wrong:
        raise SystemExit(f"parameters that no line fits: {wrong}")
    return fit


def cases(version, wrapper):
    """Our message, and the calls that the official client should make of it."""
    for message, callback, each, rows in readable_lines(wrapper):
        for seed in range(REPEAT):
            values = Answers(f"{message} {seed} {version}", Plain(), version)
            values.sparse = seed == 0
            fields, calls = {}, []
            for _ in range(values.random.randint(1, 3) if each else 1):
                element, expected = {}, {}
                for theirs, path, kind, since in rows:
                    if since > version:
                        continue
                    inside = path.startswith("/")
                    if each and not inside and calls:
                        expected[theirs] = calls[0][theirs]
                        continue
                    value, json = values.make(kind)
                    expected[theirs] = value
                    target, path = (element, path[1:]) if inside else (fields, path)
                    if path == ".":
                        merge(target, json)
                    else:
                        tables.put(target, path, json)
                calls.append(expected)
                if each:
                    fields.setdefault(each, []).append(element)
            yield callback, calls, {"kind": message, "version": version, "message": fields}


def merge(into, fields):
    for name, value in fields.items():
        into[name] = value


def recorder():
    """An EWrapper that keeps the calls it gets, with the names of their parameters."""
    wrapper = importlib.import_module("ibapi.wrapper").EWrapper
    made = []

    def method(name, signature):
        def call(self, *arguments, **named):
            made.append((name, dict(signature.bind(self, *arguments, **named).arguments)))
        call.__signature__ = signature
        call.__name__ = name
        return call

    members = {name: method(name, inspect.signature(f)) for name, f in inspect.getmembers(wrapper, inspect.isfunction)
               if not name.startswith("_")}
    return type("Recorder", (wrapper,), members)(), made


def deliver(frame, version):
    """The calls the official client makes for a frame."""
    wrapper, made = recorder()
    decoder = importlib.import_module("ibapi.decoder").Decoder(wrapper, version)
    body = frame[4:]
    read = importlib.import_module("ibapi.comm").read_fields
    takes_id = len(inspect.signature(decoder.interpret).parameters) > 1
    if version >= 201:
        number, body = int.from_bytes(body[:4], "big"), body[4:]
        if number > 200:
            decoder.processProtoBuf(body, number - 200)
        else:
            decoder.interpret(read(body), number)
    elif takes_id:
        number, _, body = body.partition(b"\0")
        decoder.interpret(read(body), int(number))
    else:
        decoder.interpret(read(body))
    return made


def same(want, got):
    """Whether a delivered value is the expected one, whatever type the release delivers it as."""
    if isinstance(got, bytes):
        got = got.decode()
    if isinstance(want, str):
        if isinstance(got, bool):
            got = str(got).lower()
        return want == got or number(want) is not None and number(want) == number(got)
    if isinstance(want, list):
        return want == got
    return number(want) == number(got)


def number(value):
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def differences(want, got, absent, path=""):
    """The attributes in which a delivered value is not the expected one. Adds those the release lacks to absent."""
    if isinstance(want, dict):
        if not isinstance(got, dict):
            absent.update(f"{type(got).__name__}.{name}" for name in want if not hasattr(got, name))
            got = {name: getattr(got, name) for name in want if hasattr(got, name)}
        found = [name for name in want if name in got]
        return [d for name in found for d in differences(want[name], got[name], absent, f"{path}.{name}")]
    if isinstance(got, set):
        got = sorted(got)
    if isinstance(got, dict) and isinstance(want, list):  # smart components of a protobuf message
        got = [SimpleNamespace(bitNumber=bit, exchange=e, exchangeLetter=letter) for bit, (e, letter) in got.items()]
    if want is MISSING:
        return [] if got in (None, "") or number(got) in NONE else [f"{path[1:]}: we wrote no value, they read {got!r}"]
    if isinstance(want, list) and isinstance(got, list) and len(want) == len(got):
        if hasattr(next(iter(got), None), "tag"):  # protobuf keeps tags in a map, which has no order
            got = sorted(got, key=lambda pair: pair.tag)
        return [d for n, value in enumerate(want) for d in differences(value, got[n], absent, f"{path}[{n}]")]
    return [] if same(want, got) else [f"{path[1:]}: we wrote {want!r}, they read {got!r}"]


def judge(callback, calls, one, answer, absent):
    if answer.get("error"):
        return "failed", answer["error"]
    try:
        made = deliver(bytes.fromhex(answer["frame"]), one["version"])
    except Exception as error:
        return "failed", f"{type(error).__name__}: {error}: {bytes.fromhex(answer['frame'])}"
    got = [arguments for name, arguments in made if name == callback]
    if len(got) != len(calls):
        return "failed", f"{len(got)} calls of {callback}, want {len(calls)}; made {[name for name, _ in made]}"
    wrong = [d for want, arguments in zip(calls, got) for d in differences(want, arguments, absent)]
    return ("failed", "; ".join(wrong)) if wrong else ("passed", "")


def main():
    client = Official()
    wrapper = importlib.import_module("ibapi.wrapper").EWrapper
    versions = [v for v in VERSIONS if v <= client.highest()]
    count, failures, absent = collections.Counter(), collections.defaultdict(list), set()
    seen = collections.defaultdict(set)
    for version in versions:
        all_cases = list(cases(version, wrapper))
        for (callback, calls, one), answer in zip(all_cases, emit([one for _, _, one in all_cases])):
            if answer.get("feature"):
                count["absent"] += 1  # the version has no such message
                continue
            verdict, why = judge(callback, calls, one, answer, absent)
            if verdict == "failed" and one["kind"] == "BondDetails" and "invalid literal for int" in why:
                verdict = "known"  # the oldest release reads the coupon as a whole number
            count[verdict] += 1
            if verdict in ("passed", "known"):
                seen[one["kind"], verdict].add(version)
            if verdict == "failed":
                failures[one["kind"]].append(f"at {version}: {why}")
    covered.record(seen, versions)
    print(f"{count['passed']} passed, {count['failed']} failed; {len(versions)} server versions from {versions[0]} to "
          f"{versions[-1]}; {count['known']} known differences, {count['absent']} of messages their version lacks")
    for message, whys in failures.items():
        print(f"  FAILED {message} ({len(whys)}): {whys[0][:3000]}")
    if absent and "-v" in sys.argv:
        print("  not compared, the release has no such attribute:", ", ".join(sorted(absent)))
    return 1 if count["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
