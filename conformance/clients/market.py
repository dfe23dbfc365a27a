"""The market that the gateway replays, written as CSV files: what the checks expect is worked out from these numbers.

AAPL has quotes and trades of every second, EUR.USD quotes of every other one. MSFT, SPY, SPX, BTC and a bond have
minutes, IBM and KO the same days. Times are offsets within a day so that no tick falls on the boundary of a bar.
"""

import csv
import datetime
import random
import subprocess
from pathlib import Path
from zoneinfo import ZoneInfo

NEW_YORK = ZoneInfo("America/New_York")
UTC = datetime.timezone.utc
TODAY, YESTERDAY = datetime.date(2024, 3, 1), datetime.date(2024, 2, 29)
START = datetime.datetime(2024, 3, 1, 14, 35, tzinfo=UTC)  # five minutes after the opening of New York
LAST_TICKS = datetime.timedelta(hours=3)  # how long AAPL has ticks after the opening of TODAY
SESSION = 390  # minutes
WAVE = 80  # seconds after which AAPL's price repeats itself


def opening(day):
    return datetime.datetime.combine(day, datetime.time(9, 30), NEW_YORK).astimezone(UTC)


def business_days(until, count):
    """The last days on which New York was open, oldest first."""
    closed = {datetime.date(2023, 9, 4), datetime.date(2023, 11, 23), datetime.date(2023, 12, 25), datetime.date(2024, 1, 1),
              datetime.date(2024, 1, 15), datetime.date(2024, 2, 19)}
    days, day = [], until
    while len(days) < count:
        if day.weekday() < 5 and day not in closed:
            days.append(day)
        day -= datetime.timedelta(days=1)
    return days[::-1]


class Market:
    """Every series, as rows: quotes (time, bid, ask, bid size, ask size), trades (time, price, size), bars (end, open, high,
    low, close, volume). Prices are cents, or ten-thousandths for EUR.USD, as whole numbers divided at the end."""

    def __init__(self):
        self.quotes = {"AAPL": self.wave_quotes(), "EURUSD": self.euro_quotes()}
        self.trades = {"AAPL": self.wave_trades()}
        sessions = {"MSFT": (40_000, 20), "SPY": (51_000, 20), "SPX": (510_000, 20), "US-T": (9_600, 3), "ESH4": (511_000, 2)}
        self.bars = {symbol: self.walk(symbol, price, business_days(TODAY, days)) for symbol, (price, days) in sessions.items()}
        self.bars["BTCUSD"] = self.round_the_clock()
        self.days = self.walk_days("IBM", 18_000, business_days(TODAY, 121))

    @staticmethod
    def wave(second):
        """AAPL's bid in cents above its base: up by five cents a second to two dollars, and down again."""
        place = second % WAVE
        return 5 * min(place, WAVE - place)

    def seconds(self):
        """Each second of AAPL's ticks: its time, its number in the session, and the base of its price."""
        for day, length, base in ((YESTERDAY, SESSION * 60, 17_500), (TODAY, int(LAST_TICKS.total_seconds()), 18_000)):
            start = opening(day)
            for n in range(length):
                yield start + datetime.timedelta(seconds=n), n, base

    def wave_quotes(self):
        rows = []
        for at, n, base in self.seconds():
            bid = base + self.wave(n)
            rows.append((at + datetime.timedelta(milliseconds=250), bid / 100, (bid + 2) / 100, 100 * (1 + n % 7), 100 * (1 + n % 5)))
        return rows

    def wave_trades(self):
        rows = []
        for at, n, base in self.seconds():
            bid = base + self.wave(n)
            rows.append((at + datetime.timedelta(milliseconds=750), (bid + 2 * (n % 2)) / 100, 100 * (1 + n % 3)))
        return rows

    def euro_quotes(self):
        rows, start = [], START - datetime.timedelta(hours=2)
        for n in range(0, 5 * 3600, 2):
            bid = 108_000 + 5 * (n // 2 % 50)
            rows.append((start + datetime.timedelta(seconds=n, milliseconds=250), bid / 100_000, (bid + 5) / 100_000, 1_000_000, 2_000_000))
        return rows

    def minute(self, chance, price, tick=1):
        close = max(price + tick * chance.randint(-8, 8), 100)
        high, low = max(price, close) + tick * chance.randint(0, 5), min(price, close) - tick * chance.randint(0, 5)
        return price / 100, high / 100, low / 100, close / 100, 400 * chance.randint(1, 90)

    def walk(self, symbol, price, days):
        chance, rows = random.Random(symbol), []
        for day in days:
            for n in range(SESSION):
                bar = self.minute(chance, price, 25 if symbol == "ESH4" else 1)
                price = round(bar[3] * 100)
                rows.append((opening(day) + datetime.timedelta(minutes=n + 1), *bar))
        return rows

    def round_the_clock(self):
        chance, rows, price = random.Random("BTC"), [], 6_200_000
        start = datetime.datetime(2024, 2, 28, tzinfo=UTC)
        for n in range(3 * 24 * 60):
            bar = self.minute(chance, price)
            price = round(bar[3] * 100)
            rows.append((start + datetime.timedelta(minutes=n + 1), *bar))
        return rows

    def walk_days(self, symbol, price, days):
        chance, rows = random.Random(symbol), []
        for day in days:
            bar = self.minute(chance, price)
            price = round(bar[3] * 100)
            rows.append((day, *bar))
        return rows

    def write(self, folder, trader):
        """Writes the CSV files and imports them into a catalog, which it returns."""
        folder.mkdir(parents=True, exist_ok=True)
        catalog = folder / "catalog"
        kinds = {"SPY": "etf", "SPX": "index", "EURUSD": "forex", "BTCUSD": "crypto", "US-T": "bond"}

        def keep(symbol, content, head, rows, *more):
            path = Path(folder, f"{symbol}.{content}.csv")
            with open(path, "w", newline="") as file:
                out = csv.writer(file)
                out.writerow(head)
                out.writerows((stamp(row[0]), *row[1:]) for row in rows)
            subprocess.run([trader, "data", "import", "csv", path, "--symbol", symbol, "--kind", kinds.get(symbol, "equity"),
                            "--catalog", catalog, *more], check=True, capture_output=True, text=True)

        zone, ohlc = ("--zone", "UTC"), ("time", "open", "high", "low", "close", "volume")
        for symbol, rows in self.quotes.items():
            keep(symbol, "quotes", ("time", "bid", "ask", "bid_size", "ask_size"), rows, "--content", "quotes", *zone)
        for symbol, rows in self.trades.items():
            keep(symbol, "trades", ("time", "price", "size"), rows, "--content", "trades", *zone)
        for symbol, rows in self.bars.items():
            keep(symbol, "minutes", ohlc, rows, "--bars", "1m", "--bar-time", "end", *zone)
        for symbol in ("IBM", "KO"):  # the one has delayed prices and no history
            keep(symbol, "days", ("date", *ohlc[1:]), self.days, "--bars", "1d")
        return catalog


def stamp(at):
    if isinstance(at, datetime.datetime):
        return at.strftime("%Y-%m-%d %H:%M:%S.") + f"{at.microsecond // 1000:03d}"
    return at.isoformat()


# What the answers must be

SECOND = datetime.timedelta(seconds=1)


def bucket(at, seconds, day):
    """The bar that a moment belongs to, as IB cuts them: by length from midnight on New York's clock, within the session."""
    midnight = datetime.datetime.combine(day, datetime.time(0), NEW_YORK).astimezone(UTC)
    passed = (at - midnight).total_seconds()
    start = midnight + datetime.timedelta(seconds=passed // seconds * seconds)
    return max(start, opening(day))


def of_day(rows, day):
    return [row for row in rows if row[0].astimezone(NEW_YORK).date() == day]


def trade_bars(rows, seconds, day):
    """Bars (start, open, high, low, close, volume, mean price, count) of trades (time, price, size)."""
    bars = {}
    for at, price, size in of_day(rows, day):
        bars.setdefault(bucket(at, seconds, day), []).append((price, size))
    made = []
    for start, ticks in sorted(bars.items()):
        prices, volume = [p for p, _ in ticks], sum(s for _, s in ticks)
        made.append((start, prices[0], max(prices), min(prices), prices[-1], volume, sum(p * s for p, s in ticks) / volume, len(ticks)))
    return made


def level_bars(rows, seconds, day, level):
    """Bars (start, open, high, low, close) of a level of quotes, such as the bid."""
    bars = {}
    for row in of_day(rows, day):
        bars.setdefault(bucket(row[0], seconds, day), []).append(level(row))
    return [(start, p[0], max(p), min(p), p[-1]) for start, p in sorted(bars.items())]


def both_sides(rows, seconds, day):
    """Bars (start, mean bid, highest ask, lowest bid, mean ask) of quotes, means over time from
    the first quote of a bar on."""
    rows, bars = of_day(rows, day), {}
    for n, (at, bid, ask, *_) in enumerate(rows):
        start = bucket(at, seconds, day)
        end = min(next_edge(at, seconds, day), opening(day) + datetime.timedelta(minutes=SESSION))
        b = bars.setdefault(start, [0, 0, 0, 0, 1e9])
        until = min(rows[n + 1][0], end) if n + 1 < len(rows) else end
        held = (until - at).total_seconds()
        b[0], b[1], b[2], b[3], b[4] = b[0] + held, b[1] + held * bid, b[2] + held * ask, max(b[3], ask), min(b[4], bid)
    return [(start, b[1] / b[0], b[3], b[4], b[2] / b[0]) for start, b in sorted(bars.items())]


def next_edge(at, seconds, day):
    midnight = datetime.datetime.combine(day, datetime.time(0), NEW_YORK).astimezone(UTC)
    return midnight + datetime.timedelta(seconds=((at - midnight).total_seconds() // seconds + 1) * seconds)


def merged(rows, seconds, day):
    """Bars (start, open, high, low, close, volume) of minutes (end, ...)."""
    bars = {}
    for end, o, h, l, c, v in of_day(rows, day):
        bars.setdefault(bucket(end - SECOND, seconds, day), []).append((o, h, l, c, v))
    return [(start, b[0][0], max(x[1] for x in b), min(x[2] for x in b), b[-1][3], sum(x[4] for x in b)) for start, b in sorted(bars.items())]


def grouped(days, key):
    """Longer bars of days (date, open, high, low, close, volume): (last date, ...)."""
    bars = {}
    for row in days:
        bars.setdefault(key(row[0]), []).append(row)
    return [(b[-1][0], b[0][1], max(x[2] for x in b), min(x[3] for x in b), b[-1][4], sum(x[5] for x in b)) for b in bars.values()]


def run_of(part, whole):
    """Where a list is part of another without a gap; None when it is not."""
    if not part:
        return None
    for start in range(len(whole) - len(part) + 1):
        if whole[start] == part[0] and whole[start:start + len(part)] == part:
            return start
    return None


def in_order(part, whole, gaps=3):
    """Whether a list is part of another with gaps of a few items at most."""
    for start, first in enumerate(whole):
        if not part or first != part[0]:
            continue
        place = start
        for item in part[1:]:
            step = next((n for n in range(1, gaps + 2) if place + n < len(whole) and whole[place + n] == item), None)
            if step is None:
                break
            place += step
        else:
            return True
    return False
