// How handing over ends, on a server that does what it should not. Only a numeric reply counts; without one it matters
// whether the server had asked for the message.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Config } from '../../src/config/config.js';
import { SmtpPeer } from '../../src/platform/smtp/smtp-peer.js';
import {
  type Answer,
  AUTH,
  HANG_UP,
  MisbehavingServer,
  PIPELINING,
  type Stage,
} from '../support/misbehaving-server.js';
import { noteLog } from '../support/noted-log.js';

const envelope = { from: 'b@news.example.org', to: 'ada@example.org', envid: 'an-id' };
const message = Buffer.from('Subject: papers\r\n\r\nThe first line.\r\n.and one with a dot\r\n');
const yes = () => Promise.resolve(true);

let server: MisbehavingServer;
const peers: SmtpPeer[] = [];

function peer(options: { connections?: number; url?: string } = {}): SmtpPeer {
  const { connections = 5, url = server.url } = options;
  const made = new SmtpPeer({ smtp: { url, connections } } as Config);
  peers.push(made);
  return made;
}

/** From now on the server gives this answer at this stage. */
function at(stage: Stage, answer: Answer, more: Partial<Record<Stage, Answer>> = {}): void {
  server.answer = (asked) => (asked === stage ? answer : more[asked]);
}

const logged = noteLog();

beforeEach(async () => {
  logged.length = 0;
  server = await new MisbehavingServer().start();
});
afterEach(async () => {
  for (const made of peers.splice(0)) made.onApplicationShutdown();
  await server.stop();
});

describe('a server that takes the message', () => {
  it('gets the bytes as they are, and its words are kept', async () => {
    const result = await peer().handOver(envelope, message, yes);
    expect(result).toEqual({ outcome: 'accepted', code: 250, reply: '250 2.0.0 taken', server: server.name });
    expect(server.messages).toEqual([message.toString()]);
    expect(server.commands.find((line) => line.startsWith('MAIL'))).toContain('ENVID=an-id');
  });

  it('may say so in many lines', async () => {
    at('dot', '250-2.0.0 taken\r\n250-as 17\r\n250 2.0.0 good-bye');
    const result = await peer().handOver(envelope, message, yes);
    expect(result).toMatchObject({ outcome: 'accepted', reply: expect.stringContaining('as 17') });
  });
});

describe('a server that cannot be spoken to takes nothing', () => {
  const permission = () => {
    throw new Error('asked without a connection');
  };

  it('when nobody listens', async () => {
    const { url } = server;
    await server.stop();
    expect(await peer({ url }).handOver(envelope, message, permission)).toMatchObject({
      outcome: 'not_taken',
      reply: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it.each<[string, Stage, Answer, Partial<Record<Stage, Answer>>]>([
    ['it hangs up before the greeting', 'connect', HANG_UP, {}],
    ['it hangs up after EHLO', 'EHLO', HANG_UP, {}],
    ['it hangs up at the login', 'AUTH', HANG_UP, { EHLO: AUTH }],
    ['it greets with 554', 'connect', { last: '554 5.7.1 you are on a list' }, {}],
    ['it refuses the login', 'AUTH', '535 5.7.8 wrong password', { EHLO: AUTH }],
  ])('when %s, and that is no fault of the mail', async (_, stage, answer, more) => {
    at(stage, answer, more);
    const url = `smtp://courant:secret@127.0.0.1:${server.port}`;
    const result = await peer({ url }).handOver(envelope, message, permission);
    expect(result).toMatchObject({ outcome: 'not_taken' });
    if (typeof answer === 'string') expect(result?.reply).toContain(answer);
  });

  it.each<Stage>(['connect', 'EHLO', 'AUTH'])(
    'when it says 421 at %s, and the reply is kept',
    async (stage) => {
      at(stage, { last: '421 4.3.2 too busy' }, stage === 'AUTH' ? { EHLO: AUTH } : {});
      const url = `smtp://courant:secret@127.0.0.1:${server.port}`;
      const result = await peer({ url }).handOver(envelope, message, permission);
      expect(['not_taken', 'refused']).toContain(result?.outcome);
      expect(result?.reply).toContain('421 4.3.2 too busy');
    },
  );
});

describe('the log', () => {
  it('says once why no mail goes out, and says it again after it went well in between', async () => {
    const ours = peer();
    const refuse = () => at('connect', { last: '554 5.7.1 you are on a list' });
    refuse();
    await ours.handOver(envelope, message, yes);
    await ours.handOver(envelope, message, yes);
    expect(logged).toEqual([
      expect.stringMatching(/^Cannot hand mail to 127\.0\.0\.1:\d+: .*554 5\.7\.1 you are on a list/),
    ]);
    server.answer = (stage) => (stage === 'dot' ? { last: '421 enough' } : undefined);
    await ours.handOver(envelope, message, yes);
    refuse();
    await ours.handOver(envelope, message, yes);
    expect(logged).toHaveLength(2);
  });
});

describe.each([
  ['one command at a time', {}],
  ['with pipelining', { EHLO: PIPELINING }],
])('the conversation, %s', (_, manners: Partial<Record<Stage, Answer>>) => {
  it.each<Stage>(['MAIL', 'RCPT', 'DATA'])('cut at %s: surely not taken', async (stage) => {
    at(stage, HANG_UP, manners);
    expect(await peer().handOver(envelope, message, yes)).toMatchObject({ outcome: 'not_taken' });
  });

  it('cut in the middle of the message: nobody can know', async () => {
    at('message', HANG_UP, manners);
    const large = Buffer.alloc(4_000_000, 'All work and no play.\r\n');
    expect(await peer().handOver(envelope, large, yes)).toMatchObject({ outcome: 'unknown' });
  });

  it('cut after the final dot: nobody can know', async () => {
    at('dot', HANG_UP, manners);
    expect(await peer().handOver(envelope, message, yes)).toMatchObject({ outcome: 'unknown' });
  });

  const refusals = (['MAIL', 'RCPT', 'DATA', 'dot'] as const).flatMap((stage) =>
    ['421 4.3.2 shutting down', '451 4.7.1 come back later', '550 5.1.1 nobody here'].map(
      (reply) => [reply, stage] as const,
    ),
  );
  it.each(refusals)('%s at %s: refused, with the words of the server', async (reply, stage) => {
    at(stage, reply.startsWith('421') ? { last: reply } : reply, manners);
    expect(await peer().handOver(envelope, message, yes)).toEqual({
      server: server.name,
      outcome: 'refused',
      code: Number(reply.slice(0, 3)),
      reply,
    });
    expect(server.messages).toEqual([]);
  });
});

describe('a refusal', () => {
  it('is kept on one line, however many the server uses', async () => {
    at('RCPT', '550-5.1.1 The account\r\n550-5.1.1 does not exist.\r\n550 5.1.1 gsmtp');
    expect(await peer().handOver(envelope, message, yes)).toEqual({
      server: server.name,
      outcome: 'refused',
      code: 550,
      reply: '550-5.1.1 The account 550-5.1.1 does not exist. 550 5.1.1 gsmtp',
    });
  });

  it('of the sender or the recipient holds, even when the server goes on to ask for the message', async () => {
    for (const stage of ['MAIL', 'RCPT'] as const) {
      at(stage, '550 5.7.1 not this one', {
        EHLO: PIPELINING,
        DATA: '354 go ahead',
        dot: '554 5.5.1 nobody',
      });
      expect(await peer().handOver(envelope, message, yes)).toMatchObject({ outcome: 'refused', code: 550 });
    }
    expect(server.messages).toEqual([]);
  });

  it('leaves the connection fit for the next mail', async () => {
    at('RCPT', '550 5.1.1 nobody here');
    const ours = peer();
    await ours.handOver(envelope, message, yes);
    server.answer = () => undefined;
    expect(await ours.handOver(envelope, message, yes)).toMatchObject({ outcome: 'accepted' });
    expect(server.connections).toBe(1);
  });

  it.each<Stage>(['RCPT', 'dot'])(
    'after which the server hangs up (at %s) holds up nobody',
    async (stage) => {
      server.answer = (asked, connection) =>
        asked === stage && connection === 1 ? { last: '550 5.7.1 go away' } : undefined;
      const ours = peer({ connections: 1 });
      expect(await ours.handOver(envelope, message, yes)).toMatchObject({ outcome: 'refused', code: 550 });
      expect(await ours.handOver(envelope, message, yes)).toMatchObject({ outcome: 'accepted' });
    },
  );
});
