// A small sum that a visitor's browser does before a sign-up is let in: nothing for a person, much for who sends thousands.
// The protocol is ALTCHA's; everything of it happens here and in her browser.
import { Injectable } from '@nestjs/common';
import { type Challenge, createChallenge, randomInt, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { z } from 'zod';
import { Config } from '../config/config.js';
import { RateLimits } from '../platform/limits/rate-limits.js';
import { SecretKey } from '../platform/prisma/secret-key.js';
import { Clock, MINUTE, plusMs } from '../shared/clock.js';

const ROUNDS = 2_000;
const GOOD_FOR_MS = 20 * MINUTE;
const MOST_CHARACTERS = 4_000;

const payload = z.object({
  challenge: z.object({
    parameters: z.strictObject({
      algorithm: z.string(),
      cost: z.number(),
      expiresAt: z.number(),
      keyLength: z.number(),
      keyPrefix: z.string(),
      keySignature: z.string(),
      nonce: z.string(),
      salt: z.string(),
    }),
    signature: z.string(),
  }),
  solution: z.object({ counter: z.number(), derivedKey: z.string() }),
});

@Injectable()
export class ProofOfWork {
  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly limits: RateLimits,
    private readonly secretKey: SecretKey,
  ) {}

  get isAsked(): boolean {
    return this.config.abuse.work > 0;
  }

  /** Good for one sign-up within twenty minutes. */
  challenge(): Promise<Challenge> {
    const most = Math.max(2, this.config.abuse.work);
    return createChallenge({
      algorithm: 'PBKDF2/SHA-256',
      cost: ROUNDS,
      counter: randomInt(most, Math.ceil(most / 2)),
      deriveKey,
      expiresAt: plusMs(this.clock.now(), GOOD_FOR_MS),
      ...this.secrets(),
    });
  }

  /** @param proof base64 of ALTCHA's payload; each is accepted once */
  async accepts(proof: string): Promise<boolean> {
    const parsed = payload.safeParse(decoded(proof));
    if (!parsed.success) return false;
    const { challenge, solution } = parsed.data;
    const { verified } = await verifySolution({
      challenge,
      solution,
      deriveKey,
      ...this.secrets(),
    }).catch(() => ({ verified: false }));
    if (!verified) return false;
    const once = { most: 1, withinS: (2 * GOOD_FOR_MS) / 1_000 };
    return (await this.limits.take([{ key: `work ${challenge.signature}`, rates: [once] }])) === undefined;
  }

  private secrets() {
    return {
      hmacSignatureSecret: `work:${this.secretKey.value}`,
      hmacKeySignatureSecret: `work key:${this.secretKey.value}`,
    };
  }
}

function decoded(proof: string): unknown {
  if (proof.length > MOST_CHARACTERS) return undefined;
  try {
    return JSON.parse(Buffer.from(proof, 'base64').toString('utf8'));
  } catch {
    return undefined;
  }
}
