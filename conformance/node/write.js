// Lets @stoqey/ib write requests: reads {version, method, arguments} as lines of JSON and answers each with the
// frame in hexadecimal, or with "refused". The folder of the installed package is in STOQEY.
"use strict";
const path = require("path");
const io = path.join(process.env.STOQEY, "dist", "core", "io");
const { Encoder } = require(path.join(io, "encoder.js"));
const { Socket } = require(path.join(io, "socket.js"));

function write({ version, method, arguments: values }) {
  const sent = [];
  const socket = Object.create(Socket.prototype);
  Object.assign(socket, {
    useV100Plus: true,
    client: { write: (data) => sent.push(data) },
    controller: { emitEvent: () => {} },
  });
  const encoder = new Encoder({
    serverVersion: version,
    sendMsg: (tokens) => socket.send(tokens),
    emitError: () => {},
  });
  encoder[method](...values);
  return sent.length === 1 ? sent[0].toString("hex") : "refused";
}

require("readline")
  .createInterface({ input: process.stdin })
  .on("line", (line) => {
    try {
      console.log(write(JSON.parse(line)));
    } catch (error) {
      console.log("broken " + String(error).replace(/\s+/g, " "));
    }
  });
