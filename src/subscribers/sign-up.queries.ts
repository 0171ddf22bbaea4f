// What a sign-up leaves in the database, in two statements that are the same for every address: what is known of it
// shows in nothing but the rows.
import { randomUUID } from 'node:crypto';
import type { Config } from '../config/config.js';
import { Prisma } from '../generated/prisma/client.js';
import type { PrismaService } from '../platform/prisma/prisma.service.js';
import { expiryOf } from '../deliveries/retry-schedule.js';
import { DAY, plusMs } from '../shared/clock.js';
import type { EmailAddress } from '../shared/email-address.js';
import type { ConsentWording } from './consent-wording.js';
import { MOST_KEPT } from './library/keep-library.js';
import type { LibraryRow } from './library/library-rows.js';
import type { SignUpInput, SignUpInterest } from './sign-up.schema.js';
import type { Visitor } from './visitor.js';

export interface NewSignUp {
  address: EmailAddress;
  /** What is left of the address if it was erased. */
  erasedKey: string;
  form: SignUpInput;
  interests: readonly SignUpInterest[];
  library: readonly LibraryRow[];
  consent: ConsentWording;
  via: string;
  visitor: Visitor;
  now: Date;
}

/** A UUID of version 7, as Prisma makes them: ids in the order of time. PostgreSQL has a function for it since 18 only. */
const uuid7 = Prisma.sql`encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) placing
  substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid`;

/**
 * Keeps a pending subscriber with her wishes and her consent, and queues the confirmation if none of the limits is
 * reached. Nothing at all for an address that must not be mailed, or that gets digests already.
 *
 * @returns the id of the delivery, if there is one
 */
export async function keepSignUp(
  prisma: PrismaService,
  config: Config,
  { address, erasedKey, form, interests, library, consent, via, visitor, now }: NewSignUp,
): Promise<string[]> {
  const deliveryId = randomUUID();
  const messageId = `<${deliveryId}@${config.mail.from.address.split('@')[1] ?? 'localhost'}>`;
  const limits = config.abuse.address.map(({ most, withinS }) => {
    const since = plusMs(now, -withinS * 1_000);
    // Who left may come back at once; the limit of a day still holds.
    return { most, since, forgives: withinS * 1_000 < DAY };
  });
  const [, rows] = await prisma.$transaction([
    // In a statement of its own: the next one must see what those before it in the line have done.
    prisma.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${address.key}, 0))`,
    prisma.$queryRaw<{ id: string }[]>`
      WITH reader AS (
        INSERT INTO subscribers AS s (id, address, address_key, state, time_zone, deliver_at_hour, frequency, weekly_on,
                                      language, created_at)
        SELECT ${randomUUID()}::uuid, ${address.address}, ${address.key}, 'pending', ${form.timeZone},
               ${form.deliverAtHour}, ${form.frequency}::"Frequency", ${form.weeklyOn}, ${consent.language},
               ${now}::timestamptz
        WHERE NOT EXISTS (SELECT 1 FROM suppressions WHERE address_key IN (${address.key}, ${erasedKey}))
        ON CONFLICT (address_key) DO UPDATE SET
          state = 'pending', time_zone = excluded.time_zone, deliver_at_hour = excluded.deliver_at_hour,
          frequency = excluded.frequency, weekly_on = excluded.weekly_on, language = excluded.language
        WHERE s.state IN ('pending', 'unsubscribed')
        RETURNING s.id, s.unsubscribed_at, s.confirmed_at
      ), ${interestsKept(interests, now)},
      ${libraryKept(library, now)},
      agreed AS (
        INSERT INTO consents (id, subscriber_id, address, kind, wording, wording_version, language, via, ip, user_agent,
                              recorded_at)
        SELECT ${uuid7}, reader.id, ${address.address}, 'signed_up', ${consent.wording}, ${consent.wordingVersion}, ${consent.language}, ${via},
               ${visitor.ip}, ${visitor.userAgent}, ${now}::timestamptz
        FROM reader
      )
      INSERT INTO deliveries (id, kind, subscriber_id, recipient, message_id, created_at, next_at, expires_at)
      SELECT ${deliveryId}::uuid, 'confirmation', reader.id, ${address.address}, ${messageId}, ${now}::timestamptz,
             ${now}::timestamptz, ${expiryOf('confirmation', now)}::timestamptz
      FROM reader
      WHERE NOT EXISTS (
        SELECT 1 FROM jsonb_to_recordset(${JSON.stringify(limits)}::jsonb)
          AS l(most integer, since timestamptz, forgives boolean)
        WHERE l.most <= (
          SELECT count(*) FROM deliveries AS d
          WHERE d.subscriber_id = reader.id AND d.kind = 'confirmation' AND d.created_at > l.since
            AND NOT (l.forgives AND d.created_at <= COALESCE(reader.unsubscribed_at, '-infinity'))))
      RETURNING id`,
  ]);
  return rows.map(({ id }) => id);
}

/** What she says replaces what she said before. Part of a statement that knows her as `reader`. */
function interestsKept(interests: readonly SignUpInterest[], now: Date): Prisma.Sql {
  return Prisma.sql`wanted AS (
        SELECT w.kind, w.value FROM jsonb_to_recordset(${JSON.stringify(interests)}::jsonb)
          AS w(kind "InterestKind", value text)
      ), dropped AS (
        DELETE FROM interests AS i USING reader
        WHERE i.subscriber_id = reader.id AND (i.kind, i.value) NOT IN (SELECT kind, value FROM wanted)
      ), kept AS (
        INSERT INTO interests (id, subscriber_id, kind, value, created_at)
        SELECT gen_random_uuid(), reader.id, wanted.kind, wanted.value, ${now}::timestamptz FROM reader, wanted
        ON CONFLICT (subscriber_id, kind, value) DO UPDATE SET weight = 1, muted = false
      )`;
}

/** So does the library of who has not confirmed yet; a library that is full takes nothing more. */
function libraryKept(library: readonly LibraryRow[], now: Date): Prisma.Sql {
  return Prisma.sql`brought AS (
        SELECT l.* FROM jsonb_to_recordset(${JSON.stringify(library)}::jsonb)
          AS l(identity text, "paperKey" text, title text, abstract text, authors text[], year smallint)
      ), forgotten AS (
        DELETE FROM library_entries AS e USING reader
        WHERE e.subscriber_id = reader.id AND reader.confirmed_at IS NULL
          AND e.identity NOT IN (SELECT identity FROM brought)
      ), shelved AS (
        INSERT INTO library_entries (id, subscriber_id, identity, paper_key, title, abstract, authors, year, added_at)
        SELECT ${uuid7}, reader.id, b.identity, b."paperKey", b.title, b.abstract, b.authors, b.year, ${now}::timestamptz
        FROM reader, brought AS b
        WHERE ${MOST_KEPT - library.length}::int >= (SELECT count(*) FROM library_entries WHERE subscriber_id = reader.id)
        ON CONFLICT (subscriber_id, identity) DO NOTHING
      )`;
}
