// Findings, one line of JSON each, for the program that started this one.
"use strict";
const util = require("util");

const PATIENCE = 40000; // milliseconds for a section
let part = "";
let last = "";

function say(what, ok, why) {
  last = what;
  console.log(JSON.stringify({ part, what, ok, why }));
  return ok;
}

async function section(name, run) {
  part = name;
  try {
    await Promise.race([run(), new Promise((_, reject) => setTimeout(reject, PATIENCE, new Error(`it hangs after "${last}"`)))]);
  } catch (error) {
    say("stopped", false, `${error.stack}`.split("\n").slice(0, 3).join(" "));
  }
}

const same = (what, got, want) => say(what, util.isDeepStrictEqual(got, want), `got ${util.inspect(got)}, want ${util.inspect(want)}`);
const holds = (what, condition, why = "") => say(what, Boolean(condition), util.inspect(why));
const near = (what, got, want, tolerance = 1e-6) => holds(what, Math.abs(got - want) <= tolerance * Math.max(1, Math.abs(want)), { got, want });

module.exports = { section, same, holds, near, say };
