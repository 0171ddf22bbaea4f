// Where the local mailbox keeps its mail: one folder, two files a message (`<id>.eml` the bytes, `<id>.json` the
// envelope), so that any process of Courant can read what another one received.
import { randomBytes } from 'node:crypto';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { makeFolder } from './make-folder.js';

/** What SMTP said about a message: the bare addresses of MAIL FROM ('' for the null sender) and RCPT TO. */
export interface MailEnvelope {
  from: string;
  to: string[];
}

export interface StoredMessage extends MailEnvelope {
  /** Sorts by arrival and is safe in a URL. */
  id: string;
  /** Decoded; '' when the message has none. */
  subject: string;
  receivedAt: Date;
  /** Bytes of the message as received. */
  size: number;
}

/** No more than this many messages are kept; the oldest go first. */
export const MESSAGES_KEPT = 2_000;
/** Listing the folder for every message would cost more than the message: it is tidied once per this many. */
const TIDY_EVERY = 100;
const MAX_SUBJECT_HEADER_BYTES = 64 * 1024;
const ID = /^\d{8}T\d{9}Z-\d{4}-[0-9a-f]{6}$/;

let lastStamp = '';
let sequence = 0;
const storedIn = new Map<string, number>();

/**
 * Stores one message; when it resolves both files are in place under their final names (not yet fsynced).
 * @param directory created when missing, readable by its owner only
 * @throws the file system's error (ENOSPC, EACCES…); nothing listed is left behind then
 */
export async function storeMessage(
  directory: string,
  envelope: MailEnvelope,
  raw: Buffer,
  now: Date,
): Promise<StoredMessage> {
  const message: StoredMessage = {
    id: nextId(now),
    from: envelope.from,
    to: [...envelope.to],
    subject: await readSubject(raw),
    receivedAt: now,
    size: raw.length,
  };
  await makeFolder(directory, 0o700);
  // The envelope goes last: a message is listed by it, so a listed message is always whole.
  await writeWhole(join(directory, `${message.id}.eml`), raw);
  await writeWhole(join(directory, `${message.id}.json`), JSON.stringify(message));
  const count = storedIn.get(directory) ?? 0;
  storedIn.set(directory, count + 1);
  if (count % TIDY_EVERY === 0) await dropOldest(directory);
  return message;
}

/** The newest messages first, at most `limit`; none when the folder does not exist yet. */
export async function listMessages(directory: string, limit: number): Promise<StoredMessage[]> {
  const wanted = (await listIds(directory)).slice(0, Math.min(limit, MESSAGES_KEPT));
  const messages = await Promise.all(wanted.map((id) => readEnvelope(directory, id)));
  return messages.filter((message) => message !== undefined);
}

/** One message with its bytes; undefined when there is none of that id, or the id is not one of ours. */
export async function readMessage(
  directory: string,
  id: string,
): Promise<{ raw: Buffer; envelope: StoredMessage } | undefined> {
  if (!ID.test(id)) return undefined;
  const envelope = await readEnvelope(directory, id);
  if (!envelope) return undefined;
  const raw = await readFile(join(directory, `${id}.eml`)).catch(undefinedWhenMissing);
  return raw && { raw, envelope };
}

/** Instant, then a number within that millisecond, then chance, which keeps two processes apart. */
function nextId(now: Date): string {
  const stamp = now.toISOString().replace(/[-:.]/g, '');
  sequence = stamp === lastStamp ? sequence + 1 : 0;
  lastStamp = stamp;
  return `${stamp}-${String(sequence % 10_000).padStart(4, '0')}-${randomBytes(3).toString('hex')}`;
}

/** Only the header is parsed: a large body would make every delivery wait. */
async function readSubject(raw: Buffer): Promise<string> {
  const end = raw.indexOf('\r\n\r\n');
  const header = raw.subarray(0, Math.min(end === -1 ? raw.length : end + 2, MAX_SUBJECT_HEADER_BYTES));
  const parsed = await PostalMime.parse(header).catch(() => undefined);
  return parsed?.subject ?? '';
}

async function writeWhole(path: string, content: Buffer | string): Promise<void> {
  const unfinished = `${path}.tmp`;
  try {
    await writeFile(unfinished, content, { mode: 0o600 });
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw error;
  }
}

async function dropOldest(directory: string): Promise<void> {
  const oldestKept = (await listIds(directory))[MESSAGES_KEPT - 1];
  if (oldestKept === undefined) return;
  for (const name of await readdir(directory)) {
    const id = name.split('.', 1)[0] ?? '';
    // Two processes may tidy at once, hence `force`.
    if (ID.test(id) && id < oldestKept) await rm(join(directory, name), { force: true });
  }
}

/** Ids of the listed messages, newest first. */
async function listIds(directory: string): Promise<string[]> {
  const names = (await readdir(directory).catch(undefinedWhenMissing)) ?? [];
  return names
    .filter((name) => name.endsWith('.json') && ID.test(name.slice(0, -5)))
    .map((name) => name.slice(0, -5))
    .toSorted()
    .toReversed();
}

async function readEnvelope(directory: string, id: string): Promise<StoredMessage | undefined> {
  const text = await readFile(join(directory, `${id}.json`), 'utf8').catch(undefinedWhenMissing);
  if (text === undefined) return undefined;
  const stored = JSON.parse(text) as Omit<StoredMessage, 'receivedAt'> & { receivedAt: string };
  return { ...stored, receivedAt: new Date(stored.receivedAt) };
}

/** A message dropped between the listing and the reading is no error. */
function undefinedWhenMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}
