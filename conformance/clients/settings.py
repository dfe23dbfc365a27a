"""How the gateways of the checks are set up."""

ACCOUNT = "DU111"
CASH = 1_000_000
SPEED = 20  # market seconds a second
START = "2024-03-01T14:35:00Z"
FLAGS = [
    "--start", START, "--speed", str(SPEED), "--account", f"{ACCOUNT}:{CASH}", "--free-history", "--master", "9",
    "--delayed", "IBM", "--unsubscribed", "NFLX",
]

MINUTES = [f"{14 + (36 + n) // 60}:{(36 + n) % 60:02d}" for n in range(120)]
NEWS = """
stories:
  - {time: 2024-03-01T13:00:00Z, provider: BRFG, id: "BRFG$1", headline: Apple opens a shop, text: <p>It has a door.</p>, symbols: [AAPL]}
  - {time: 2024-03-01T14:00:00Z, provider: DJNL, id: "DJNL$1", headline: Apple sells apples, text: They are red., symbols: [AAPL, MSFT]}
  - {time: 2024-03-01T14:20:00Z, provider: BRFG, id: "BRFG$2", headline: Apple closes a shop, text: The door stuck., symbols: [AAPL]}
STORIES
bulletins:
  - {time: 2024-03-01T14:00:00Z, type: 1, text: Please eat your vegetables., exchange: NYSE}
  - {time: 2024-03-01T14:30:00Z, type: 2, text: ARCA is asleep., exchange: ARCA}
"""
NEWS = NEWS.replace("STORIES\n", "".join(
    f'  - {{time: 2024-03-01T{clock}:00Z, provider: BRFG, headline: "Story at {clock}", text: None., symbols: [AAPL]}}\n' for clock in MINUTES))
NEWS += "".join(f"  - {{time: 2024-03-01T{clock}:00Z, text: Minute {clock[3:]}.}}\n" for clock in MINUTES)
