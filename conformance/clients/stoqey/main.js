// Everything that @stoqey/ib can ask, against a gateway that replays the market: its port is in PORT, the files of the
// market in FOLDER, the folder of the installed package in STOQEY.
"use strict";
const { section, say } = require("./checks");
const { Session } = require("./session");

const only = (process.env.ONLY ?? "").split(" ").filter(Boolean);

async function main() {
  const c = new Session(Number(process.env.PORT), 31);
  process.on("unhandledRejection", (error) => say("unhandled", false, String(error)));
  await section("connect", () => c.start());
  for (const family of [require("./data"), require("./orders"), require("./samples")]) {
    for (const [name, run] of Object.entries(family)) {
      if (typeof run === "function" && run.length === 1 && name !== "share" && (only.length === 0 || only.includes(name))) await section(name, () => run(c));
    }
  }
  await section("end", () => c.stop());
  await section("unexpected", async () => c.surprises().forEach((why) => say("error", false, why)));
}

main().then(() => process.exit(0));
