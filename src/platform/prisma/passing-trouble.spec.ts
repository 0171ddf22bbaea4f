// Which failures of the database are worth another try, and for how long.
import { describe, expect, it } from '@jest/globals';
import { throughTrouble } from './passing-trouble.js';

const failing = (message: string, times: number) => {
  let calls = 0;
  const act = () => {
    calls += 1;
    return calls > times ? Promise.resolve(calls) : Promise.reject(new Error(message));
  };
  return act;
};

describe('throughTrouble', () => {
  it.each(['Connection terminated unexpectedly', 'Raw query failed. Code: `57P01`. Message: `terminating`'])(
    'tries again after %s',
    async (message) => expect(await throughTrouble(failing(message, 2), 5_000)).toBe(3),
  );

  it('takes a refusal for an answer', async () => {
    const act = failing('Raw query failed. Code: `P0001`. Message: `the disk is full`', 1);
    await expect(throughTrouble(act, 5_000)).rejects.toThrow('the disk is full');
  });

  it.each([
    ['57P01', 3],
    ['23505', undefined],
  ])('reads SQLSTATE %s of an error of the driver', async (code, calls) => {
    let tries = 0;
    const act = () => {
      tries += 1;
      const error = Object.assign(new Error('the server said so'), { severity: 'ERROR', code });
      return tries > 2 ? Promise.resolve(tries) : Promise.reject(error);
    };
    expect(await throughTrouble(act, 5_000).catch(() => undefined)).toBe(calls);
  });

  it.each([
    ['PrismaClientKnownRequestError', 'P2024', 3],
    ['PrismaClientKnownRequestError', 'P1017', 3],
    ['PrismaClientKnownRequestError', 'P2002', undefined],
    ['PrismaClientValidationError', undefined, undefined],
    ['PrismaClientInitializationError', undefined, 3],
  ])('reads %s %s', async (name, code, calls) => {
    let tries = 0;
    const act = () => {
      tries += 1;
      const error = Object.assign(new Error('Prisma said so'), { name, code });
      return tries > 2 ? Promise.resolve(tries) : Promise.reject(error);
    };
    expect(await throughTrouble(act, 5_000).catch(() => undefined)).toBe(calls);
  });

  it('gives up in time', async () => {
    await expect(throughTrouble(failing('ECONNREFUSED', 1_000), 100)).rejects.toThrow('ECONNREFUSED');
  });
});
