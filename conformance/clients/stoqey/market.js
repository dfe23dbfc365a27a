// The market that the gateway replays, read from the CSV files that it was made from.
"use strict";
const fs = require("fs");
const path = require("path");

const at = (text) => Date.parse(text.replace(" ", "T") + "Z");
const TODAY = at("2024-03-01 05:00:00"); // midnight in New York
const OPENING = 9.5 * 3600 * 1000;

function rows(name) {
  const text = fs.readFileSync(path.join(process.env.FOLDER, name), "utf8").trim().split("\n").slice(1);
  return text.map((line) => line.trim().split(",")).map(([time, ...numbers]) => [at(time), ...numbers.map(Number)]);
}

const quotes = rows("AAPL.quotes.csv");
const trades = rows("AAPL.trades.csv");
const msft = rows("MSFT.minutes.csv");
const today = (list) => list.filter(([time]) => time >= TODAY);
const yesterday = (list) => list.filter(([time]) => time < TODAY && time >= TODAY - 86400000);

// Bars [start in seconds, open, high, low, close, volume] of trades.
function bars(list, seconds) {
  const made = new Map();
  for (const [time, price, size] of list) {
    const start = Math.max(Math.floor(time / 1000 / seconds) * seconds, (Math.floor((time - TODAY) / 86400000) * 86400000 + TODAY + OPENING) / 1000);
    const bar = made.get(start);
    if (!bar) made.set(start, [start, price, price, price, price, size]);
    else made.set(start, [start, bar[1], Math.max(bar[2], price), Math.min(bar[3], price), price, bar[5] + size]);
  }
  return [...made.values()];
}

// Where a list is part of another without a gap; -1 when it is not.
function runOf(part, whole) {
  const text = part.map(String);
  const all = whole.map(String);
  for (let i = 0; i + text.length <= all.length; i++) if (text.every((t, n) => t === all[i + n])) return i;
  return -1;
}

module.exports = { quotes, trades, msft, today, yesterday, bars, runOf };
