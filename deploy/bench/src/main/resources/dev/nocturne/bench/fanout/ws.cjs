// The npm package "ws" with its default options, and send() in a loop over its clients. It obeys the same orders as the
// others: see Served.java. Arguments: the text of an event before its seq, between seq and time, and after the time.
'use strict';
const http = require('http');
const readline = require('readline');
const { WebSocketServer } = require('ws');

const [head, middle, tail] = process.argv.slice(2);
const OFFSET = 10n ** 18n;
const FULL_BYTES = 64 * 1024;
const PRODUCERS = 16;

const server = http.createServer();
const sockets = new WebSocketServer({ server });
const turn = () => new Promise(setImmediate);
let seq = 0;

async function push() {
  const event = head + ++seq + middle + (OFFSET + process.hrtime.bigint()) + tail;
  let full = [];
  for (const socket of sockets.clients) {
    socket.send(event);
    if (socket.bufferedAmount > FULL_BYTES) full.push(socket);
  }
  while (full.length > 0) {
    await turn();
    full = full.filter((socket) => socket.readyState === 1 && socket.bufferedAmount > FULL_BYTES);
  }
}

async function steady(rate, millis) {
  const begin = performance.now();
  let made = 0;
  while (performance.now() - begin < millis) {
    const wait = begin + (made * 1000) / rate - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    await push();
    made++;
  }
  return made;
}

async function storm(millis) {
  const begin = performance.now();
  let made = 0;
  let busy = Promise.resolve();
  const producer = async () => {
    while (performance.now() - begin < millis) {
      busy = busy.then(push);
      await busy;
      made++;
      await turn();
    }
  };
  await Promise.all(Array.from({ length: PRODUCERS }, producer));
  return made;
}

async function obey(words) {
  if (words[0] === 'steady') return steady(Number(words[1]), Number(words[2]));
  if (words[0] === 'storm') return storm(Number(words[1]));
  return 'FAILED no such order';
}

server.listen(0, '127.0.0.1', 4096, () => {
  console.log(`READY ${server.address().port} ${process.pid}`);
  readline
    .createInterface({ input: process.stdin })
    .on('line', async (line) => console.log(String(await obey(line.split(' ')))))
    .on('close', () => process.exit(0));
});
