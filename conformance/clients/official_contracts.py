"""Contracts with the official client: details of every kind, searches, chains, rules."""

import datetime

from official import contract


def third_friday(year, month):
    first = datetime.date(year, month, 1)
    return first + datetime.timedelta(days=(4 - first.weekday()) % 7 + 14)


def details(c, k, _):
    def one(*terms, **more):
        found = c.ask("reqContractDetails", contract(*terms, **more), reply="contractDetails", end="contractDetailsEnd")
        k.equal(f"one contract for {terms} {more}", len(found), 1)
        return found[0].contractDetails

    d = one("AAPL")
    k.equal("AAPL's conId", d.contract.conId, 265598)
    k.equal("AAPL's primary exchange", d.contract.primaryExchange, "NASDAQ")
    k.equal("AAPL's trading class", d.contract.tradingClass, "NMS")
    k.equal("AAPL's name", d.longName, "APPLE INC")
    k.near("AAPL's tick", d.minTick, 0.01)
    k.equal("AAPL's zone", d.timeZoneId, "US/Eastern")
    k.has("AAPL's hours", d.tradingHours, "20240301:0400-20240301:2000", "20240302:CLOSED")
    k.has("AAPL's regular hours", d.liquidHours, "20240301:0930-20240301:1600")
    k.equal("a market rule for each exchange", len(d.marketRuleIds.split(",")), len(d.validExchanges.split(",")))
    k.has("AAPL's exchanges", d.validExchanges.split(","), "SMART", "NASDAQ", "ARCA")
    k.has("AAPL's order types", d.orderTypes.split(","), "MKT", "LMT", "STP", "STPLMT")
    k.equal("AAPL's ISIN", [(t.tag, t.value) for t in d.secIdList], [("ISIN", "US0378331005")])
    k.equal("AAPL's industry", (d.industry, d.category), ("Technology", "Computers"))
    k.equal("AAPL by id", one("", "", "", "", conId=265598).contract.symbol, "AAPL")
    k.equal("AAPL at an exchange", one("AAPL", exchange="ARCA").contract.exchange, "ARCA")
    k.equal("AAPL by ISIN", one("", secIdType="ISIN", secId="US0378331005").contract.conId, 265598)
    k.equal("AAPL by local symbol", one("", localSymbol="AAPL").contract.conId, 265598)
    k.equal("SPX", one("SPX", "IND", "CBOE").contract.conId, 416904)
    k.equal("EUR.USD's local symbol", one("EUR", "CASH", "IDEALPRO").contract.localSymbol, "EUR.USD")
    k.near("EUR.USD's tick", one("EUR", "CASH", "IDEALPRO").minTick, 0.00005)
    k.equal("BTC", one("BTC", "CRYPTO", "PAXOS").contract.conId, 479624278)
    k.equal("a CFD", one("AAPL", "CFD").contract.secType, "CFD")
    k.equal("BMW in euros", one("BMW", currency="EUR").timeZoneId, "MET")
    two = c.ask("reqContractDetails", contract("AMD", currency=""), reply="contractDetails", end="contractDetailsEnd")
    k.equal("AMD in every currency", sorted(d.contractDetails.contract.currency for d in two), ["EUR", "USD"])


def derivatives(c, k, _):
    futures = c.ask("reqContractDetails", contract("ES", "FUT", "CME"), reply="contractDetails", end="contractDetailsEnd")
    quarters = [third_friday(2024, m) for m in (3, 6, 9, 12)]
    dates = sorted(f.contractDetails.contract.lastTradeDateOrContractMonth[:8] for f in futures)
    k.equal("ES's last trading days", dates, [f"{day:%Y%m%d}" for day in quarters])
    k.equal("ES's multipliers", {float(f.contractDetails.contract.multiplier) for f in futures}, {50.0})
    k.equal("ES's months", sorted(f.contractDetails.contractMonth for f in futures), [f"{day:%Y%m}" for day in quarters])
    june = c.ask("reqContractDetails", contract("ES", "FUT", "CME", lastTradeDateOrContractMonth="202406"), reply="contractDetails", end="contractDetailsEnd")
    k.equal("ES of a month", [f.contractDetails.contract.localSymbol for f in june], ["ESM4"])
    front = c.ask("reqContractDetails", contract("ES", "CONTFUT", "CME"), reply="contractDetails", end="contractDetailsEnd")
    k.equal("the continuous ES", [(f.contractDetails.contract.secType, f.contractDetails.contract.localSymbol) for f in front], [("CONTFUT", "ESH4")])
    options = c.ask("reqContractDetails", contract("AAPL", "OPT", lastTradeDateOrContractMonth="20240315", right="C"), reply="contractDetails", end="contractDetailsEnd")
    strikes = sorted(o.contractDetails.contract.strike for o in options)
    k.equal("AAPL's calls of 15 March, around 180", strikes, [155 + 2.5 * n for n in range(21)])
    k.equal("the option's local symbol", options[0].contractDetails.contract.localSymbol[:13], "AAPL  240315C")
    k.equal("the option's underlying", options[0].contractDetails.underConId, 265598)
    k.equal("the option's multiplier", options[0].contractDetails.contract.multiplier, "100")


def bonds(c, k, _):
    found = c.ask("reqContractDetails", contract("91282CJZ5", "BOND"), reply="bondContractDetails", end="contractDetailsEnd")
    k.equal("one bond for a CUSIP", len(found), 1)
    d = found[0].contractDetails
    k.equal("the bond's maturity", d.maturity, "20340215")
    k.equal("the bond's CUSIP", d.cusip, "91282CJZ5")
    k.near("the bond's coupon", float(d.coupon), 4.0)


def unknown(c, k, _):
    k.has("nothing found", c.refused(200, "reqContractDetails", contract("NOSUCH")), "No security definition")
    k.has("ambiguous", c.refused(200, "reqMktData", contract("AMD", currency=""), "", False, False, []), "ambiguous")
    k.has("contradiction", c.refused(478, "reqMktData", contract("MSFT", conId=265598), "", False, False, []), "conflicts")
    c.refused(200, "reqHistoricalData", contract("NOSUCH"), "", "1 D", "1 min", "TRADES", 1, 1, False, [])


def searches(c, k, _):
    found = c.ask("reqMatchingSymbols", "AAPL", reply="symbolSamples")[0].contractDescriptions
    k.equal("AAPL is found first", (found[0].contract.conId, found[0].contract.symbol), (265598, "AAPL"))
    k.has("what derives from AAPL", found[0].derivativeSecTypes, "OPT", "CFD")
    found = c.ask("reqMatchingSymbols", "micro", reply="symbolSamples")[0].contractDescriptions
    k.has("found by name", [f.contract.symbol for f in found], "MSFT", "AMD")
    k.equal("nothing matches", c.ask("reqMatchingSymbols", "zzzz", reply="symbolSamples")[0].contractDescriptions, [])


def chains(c, k, _):
    found = c.ask("reqSecDefOptParams", "AAPL", "", "STK", 265598, reply="securityDefinitionOptionParameter", end="securityDefinitionOptionParameterEnd")
    smart = [f for f in found if f.exchange == "SMART"]
    k.equal("one chain at SMART", len(smart), 1)
    fridays = ["20240301", "20240308", "20240315", "20240322", "20240328"]  # 29 March was Good Friday
    months = [f"{third_friday(y, m):%Y%m%d}" for y, m in ((2024, 4), (2024, 5), (2024, 6), (2024, 7), (2024, 8), (2024, 9), (2024, 12), (2025, 3))]
    k.equal("AAPL's expirations", sorted(smart[0].expirations), fridays + months)
    k.equal("AAPL's strikes", sorted(smart[0].strikes), [155 + 2.5 * n for n in range(21)])
    k.equal("AAPL's chain", (smart[0].tradingClass, smart[0].multiplier, smart[0].underlyingConId), ("AAPL", "100", 265598))
    at_cboe = c.ask("reqSecDefOptParams", "AAPL", "CBOE", "STK", 265598, reply="securityDefinitionOptionParameter", end="securityDefinitionOptionParameterEnd")
    k.equal("the chain at one exchange", [f.exchange for f in at_cboe], ["CBOE"])
    c.refused(321, "reqSecDefOptParams", "AAPL", "", "STK", 0)


def rules(c, k, _):
    mark = c.mark()
    c.reqMarketRule(26)
    rule = c.wait("marketRule", since=mark, marketRuleId=26)
    k.equal("rule 26", [(p.lowEdge, p.increment) for p in rule.priceIncrements], [(0.0, 0.01)])
    mark = c.mark()
    c.reqMarketRule(999_999)
    c.error_of(321, -1, since=mark)
    mark = c.mark()
    c.reqMktDepthExchanges()
    books = c.wait("mktDepthExchanges", since=mark).depthMktDataDescriptions
    k.has("books", [(b.exchange, b.secType, b.serviceDataType) for b in books], ("NASDAQ", "STK", "Deep2"), ("CME", "FUT", "Deep"))


SECTIONS = [details, derivatives, bonds, unknown, searches, chains, rules]
