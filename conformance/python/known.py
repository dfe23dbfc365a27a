"""Differences that stay, each as narrow as it can be told. README.md gives the reasons."""

COUNTED = {"reqFundamentalData", "calculateImpliedVolatility", "calculateOptionPrice"}

VERSION_FIELD = {"cancelMktData", "calculateImpliedVolatility", "calculateOptionPrice", "reqAccountUpdatesMulti",
                 "cancelAccountUpdatesMulti"}


def explain(client, label, one, we, they):
    """Names the known difference between two readable frames, or returns None."""
    if label in COUNTED and they == we[:-1] + "0||":
        return "option count"
    if label == "reqHistoricalNews" and they and we.split("|")[:-2] == they.split("|")[:-2] and they.endswith("||"):
        return "news options dropped"
    if label in ("requestFA", "replaceFA") and not they and one["message"]["Type"] == 2:
        return "profiles gone"
    if client.name == "@stoqey/ib" and label in VERSION_FIELD:
        ours, theirs = client.same(we).split("|"), client.same(they).split("|")
        return "version field" if ours[:1] + ours[2:] == theirs[:1] + theirs[2:] else None
    if client.name == "ib_async" and label in ("placeOrder", "placeOrder.volatility"):
        return without_volatility(client, one, we, they)
    return None


def without_volatility(client, one, we, they):
    """ib_async sends a volatility for VOL orders only: the frames are the same but for that one field."""
    volatility = one["message"]["Order"].get("Volatility", {}).get("Volatility")
    if not volatility or one["message"]["Order"]["OrderType"].startswith("VOL"):
        return None
    ours, theirs = client.same(we).split("|"), client.same(they).split("|")
    different = [(a, b) for a, b in zip(ours, theirs) if a != b]
    value = float(volatility["Value"])
    if len(ours) == len(theirs) and len(different) == 1 and different[0][1] == "" and float(different[0][0]) == value:
        return "volatility of other orders"
    return None
