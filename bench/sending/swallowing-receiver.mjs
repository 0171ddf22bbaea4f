// A mail server with PIPELINING that takes everything and forgets it, but what is for one domain: that it can leave without
// an answer, or turn away. `node swallowing-receiver.mjs DOMAIN DELAY_MS`; the delay stands before each last answer, for a
// relay that is not next door.
//
// Lines on stdin: how the domain is treated from now on: `well`, `rcpt` (nothing is said to RCPT), `dot` (nothing after the
// message), `421` (421 4.7.0 to RCPT, and good-bye), `slow` (a second more for each). Lines on stdout: its port; then, for
// each line read, how many connections the domain held at most since the line before, and how many it got.
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';

const [domain, delay] = process.argv.slice(2);
const SLOW_MS = 1_000;
const delayMs = Number(delay);
const END = Buffer.from('\r\n.\r\n');
let treatment = 'well';
let [held, mostHeld, begun] = [0, 0, 0];

const server = createServer({ noDelay: true }, (socket) => {
  let pending = Buffer.alloc(0);
  let isMessage = false;
  let isSilent = false;
  let isTheirs = false;
  const say = (reply) => !socket.destroyed && socket.write(`${reply}\r\n`);
  const forget = () => {
    if (isTheirs) held -= 1;
    isTheirs = false;
  };
  const replies = {
    EHLO: () => say('250-receiver.bench\r\n250-PIPELINING\r\n250 8BITMIME'),
    MAIL: () => say('250 2.1.0 ok'),
    RCPT: (line) => {
      isTheirs = line.includes(`@${domain}>`);
      if (!isTheirs) return say('250 2.1.5 ok');
      begun += 1;
      mostHeld = Math.max(mostHeld, (held += 1));
      if (treatment === 'rcpt') isSilent = true;
      else if (treatment === '421') socket.end('421 4.7.0 too much for this domain\r\n');
      else say('250 2.1.5 ok');
    },
    DATA: () => ((isMessage = true), say('354 go ahead')),
    RSET: () => (forget(), say('250 2.0.0 ok')),
    QUIT: () => (say('221 2.0.0 bye'), socket.end()),
  };
  const take = () => {
    isMessage = false;
    if (isTheirs && treatment === 'dot') return (isSilent = true);
    const wait = delayMs + (isTheirs && treatment === 'slow' ? SLOW_MS : 0);
    const answer = () => (forget(), say('250 2.0.0 taken'));
    return wait > 0 ? setTimeout(answer, wait) : answer();
  };
  socket.on('error', () => undefined);
  socket.on('close', forget);
  socket.on('data', (chunk) => {
    pending = pending.length > 0 ? Buffer.concat([pending, chunk]) : chunk;
    while (!isSilent && !socket.writableEnded) {
      const mark = isMessage ? END : '\r\n';
      const end = pending.indexOf(mark);
      if (end < 0) return;
      const line = isMessage ? '' : pending.toString('latin1', 0, end);
      pending = pending.subarray(end + mark.length);
      if (isMessage) take();
      else replies[line.slice(0, 4).toUpperCase()](line);
    }
  });
  say('220 receiver.bench ESMTP');
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  treatment = line;
  process.stdout.write(`${mostHeld} ${begun}\n`);
  [mostHeld, begun] = [held, 0];
});
lines.on('close', () => process.exit());
