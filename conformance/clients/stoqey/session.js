// A connection of @stoqey/ib of which every event is kept, so that a program can wait for it.
"use strict";
const { IBApi, EventName } = require(process.env.STOQEY);

const WAIT = 20000; // milliseconds until an answer counts as missing
const QUIET = new Set([2104, 2106, 2158]);

class Session {
  constructor(port, clientId) {
    this.ib = new IBApi({ host: "127.0.0.1", port, clientId });
    this.events = [];
    this.expected = new Set();
    this.waiting = [];
    this.nextId = 1000;
    for (const name of Object.values(EventName)) {
      if (["all", "result", "sent", "received"].includes(name)) continue;
      this.ib.on(name, (...values) => this.keep(name, values));
    }
  }

  keep(name, values) {
    this.events.push({ name, values, index: this.events.length });
    for (const wake of this.waiting.splice(0)) wake();
  }

  async start() {
    this.ib.connect();
    this.nextOrder = (await this.wait("nextValidId")).values[0];
    return this;
  }

  async stop() {
    const mark = this.mark();
    this.ib.disconnect();
    await this.wait("disconnected", undefined, mark);
  }

  requestId() {
    return ++this.nextId;
  }

  orderId() {
    return this.nextOrder++;
  }

  mark() {
    return this.events.length;
  }

  all(name, where = () => true, since = 0) {
    return this.events.slice(since).filter((e) => e.name === name && where(...e.values));
  }

  // The first event of a name for which where is true, or so many of them.
  async wait(name, where = () => true, since = 0, count = 1) {
    const until = Date.now() + WAIT;
    for (;;) {
      const found = this.all(name, where, since);
      if (found.length >= count) return count === 1 ? found[0] : found;
      const rest = until - Date.now();
      if (rest <= 0) throw new Error(`${name} has not come (${found.length} of ${count}); ${this.surprises().slice(-3)}`);
      await new Promise((resolve) => {
        const timer = setTimeout(resolve, rest);
        this.waiting.push(() => (clearTimeout(timer), resolve()));
      });
    }
  }

  // An error that must come. Those without an id, the library tells as information.
  async error(code, id, since = 0) {
    const until = Date.now() + WAIT;
    const right = (e) => e.values[1] === code && e.values[2] === id && !this.expected.has(e.index);
    for (;;) {
      const found = this.all(id === undefined ? "info" : "error", undefined, since).find(right);
      if (found) {
        this.expected.add(found.index);
        return found.values[0].message ?? found.values[0];
      }
      if (Date.now() > until) throw new Error(`error ${code} for ${id} has not come; ${this.surprises().slice(-3)}`);
      await pause(20);
    }
  }

  // Asks with a request id and gives the values of its answers, up to the end when there is one.
  async ask(method, args, reply, end) {
    const id = this.requestId();
    const mark = this.mark();
    this.ib[method](id, ...args);
    await this.wait(end ?? reply, (first) => Number(first) === id, mark); // an end of accounts has its id as text
    return this.all(reply, (first) => first === id, mark).map((e) => e.values);
  }

  async refused(code, method, args) {
    const id = this.requestId();
    const mark = this.mark();
    this.ib[method](id, ...args);
    return this.error(code, id, mark);
  }

  surprises() {
    return this.events
      .filter((e) => ["error", "info"].includes(e.name) && !QUIET.has(e.values[1]) && !this.expected.has(e.index))
      .map((e) => `${e.name} ${e.values[1]} for ${e.values[2]}: ${e.values[0].message ?? e.values[0]}`);
  }
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

module.exports = { Session, pause };
