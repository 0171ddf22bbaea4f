// A mail server in a process of its own that writes down what it takes before it says so: the judge of what arrived. It
// knows nothing of the service. `node receiver.mjs JOURNAL [DELAY_MS]`; says its port on stdout, and ends with its stdin.
//
// Lines of the journal, with tabs between: `taken MESSAGE-ID RECIPIENT CONNECTION MS`, and `broken STAGE CONNECTION MS` for
// a connection that ended in the middle of a transaction.
import { openSync, writeSync } from 'node:fs';
import { createServer } from 'node:net';

const [journalPath, delay = '0'] = process.argv.slice(2);
const journal = openSync(journalPath, 'a');
const delayMs = Number(delay);
const note = (...fields) => writeSync(journal, `${[...fields, Date.now()].join('\t')}\n`);
let connections = 0;

const server = createServer({ noDelay: true }, (socket) => {
  const connection = ++connections;
  let text = '';
  let stage = '';
  let recipient = '';
  const say = (reply) => !socket.destroyed && socket.write(`${reply}\r\n`);
  const take = (message) => {
    const id = /^Message-ID:\s*(\S+)/im.exec(message)?.[1] ?? '-';
    const answer = () => {
      if (socket.destroyed) return;
      note('taken', id, recipient, connection);
      stage = '';
      say('250 2.0.0 taken');
    };
    stage = 'dot';
    if (delayMs > 0) setTimeout(answer, delayMs * (0.5 + Math.random()));
    else answer();
  };
  const replies = {
    EHLO: () => say('250-receiver.example\r\n250-8BITMIME\r\n250 DSN'),
    MAIL: () => ((stage = 'MAIL'), say('250 2.1.0 ok')),
    RCPT: (line) => ((recipient = /<([^>]*)>/.exec(line)?.[1] ?? ''), (stage = 'RCPT'), say('250 2.1.5 ok')),
    DATA: () => ((stage = 'DATA'), say('354 go ahead')),
    RSET: () => ((stage = ''), say('250 2.0.0 ok')),
    QUIT: () => (say('221 2.0.0 bye'), socket.end()),
  };
  socket.setEncoding('latin1');
  socket.on('error', () => undefined);
  socket.on('close', () => stage && note('broken', stage, connection));
  socket.on('data', (chunk) => {
    text += chunk;
    for (;;) {
      const mark = stage === 'DATA' ? '\r\n.\r\n' : '\r\n';
      const end = text.indexOf(mark);
      if (end < 0) return;
      const part = text.slice(0, end);
      text = text.slice(end + mark.length);
      if (stage === 'DATA') take(part);
      else (replies[part.slice(0, 4).toUpperCase()] ?? (() => say('500 5.5.2 what?')))(part);
    }
  });
  say('220 receiver.example ESMTP');
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
process.stdin.resume().once('end', () => process.exit());
