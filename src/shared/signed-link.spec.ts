// Tokens are good for one purpose, by one secret, for one id.
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { bounceMac, randomToken, signToken, tokenHash, verifyToken } from './signed-link.js';

const secret = 'a secret of at least thirty-two characters';
const id = '0192f0c4-7b1a-7cc3-9d5e-3f7a9b1c4d5e';

describe('signed tokens', () => {
  const token = signToken(secret, 'unsubscribe', id);

  it('give back the id they were signed for', () => {
    expect(verifyToken(secret, 'unsubscribe', token)).toBe(id);
  });

  it('end when what they are bound to changes', () => {
    const bound = signToken(secret, 'settings', id, 'ada@example.org');
    expect(verifyToken(secret, 'settings', bound, 'ada@example.org')).toBe(id);
    expect(verifyToken(secret, 'settings', bound, 'ada@example.com')).toBeUndefined();
    expect(verifyToken(secret, 'settings', bound)).toBeUndefined();
    expect(verifyToken(secret, 'unsubscribe', bound, 'ada@example.org')).toBeUndefined();
  });

  it('stand in a link as they are', () => {
    expect(encodeURIComponent(token)).toBe(token);
  });

  it('are worth nothing under another secret', () => {
    expect(verifyToken(`${secret}!`, 'unsubscribe', token)).toBeUndefined();
  });

  it('are worth nothing for another id', () => {
    const mac = token.slice(token.indexOf('.'));
    expect(verifyToken(secret, 'unsubscribe', `${randomUUID()}${mac}`)).toBeUndefined();
  });

  it('are worth nothing for another purpose', () => {
    expect(verifyToken(secret, 'bounce' as 'unsubscribe', token)).toBeUndefined();
    const bounce = `${id}.${Buffer.from(bounceMac(secret, id), 'hex').toString('base64url')}`;
    expect(verifyToken(secret, 'unsubscribe', bounce)).toBeUndefined();
  });

  it('are refused with any of their bits changed', () => {
    const [, mac = ''] = token.split('.');
    const bytes = Buffer.from(mac, 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(verifyToken(secret, 'unsubscribe', `${id}.${changed.toString('base64url')}`)).toBeUndefined();
    }
  });

  it.each(['', '.', id, `${id}.`, 'x.y', `${token}AA`, token.slice(0, -2), token.slice(1), ` ${token}`])(
    'are refused when cut or lengthened: %j',
    (damaged) => {
      expect(verifyToken(secret, 'unsubscribe', damaged)).toBeUndefined();
    },
  );

  it('is good in the one form it was given out in, not in others that stand for the same bytes', () => {
    const id = '0198c0de-0000-7000-8000-000000000000';
    const token = signToken('secret', 'settings', id);
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const others = [...letters].map((letter) => token.slice(0, -1) + letter).filter((one) => one !== token);
    for (const other of [...others, `${token}=`, `${token}.`, token.replaceAll('-', '+')]) {
      if (other !== token) expect(verifyToken('secret', 'settings', other)).toBeUndefined();
    }
  });
});

describe('random tokens', () => {
  it('have 256 bits and never come twice', () => {
    const tokens = Array.from({ length: 1_000 }, randomToken);
    expect(tokens.every((token) => Buffer.from(token, 'base64url').length === 32)).toBe(true);
    expect(new Set(tokens).size).toBe(1_000);
  });

  it('are kept as a SHA-256 that does not show them', () => {
    expect(Buffer.from(tokenHash('abc')).toString('hex')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });
});

describe('bounce MACs', () => {
  it('differ by secret and by id', () => {
    const macs = [bounceMac(secret, id), bounceMac('another secret', id), bounceMac(secret, randomUUID())];
    expect(new Set(macs).size).toBe(3);
    expect(macs.every((mac) => /^[0-9a-f]{8}$/.test(mac))).toBe(true);
  });
});
