// `courant run …`: an operator holds a run, lets it go on, ends it, or sends one digest again.
import type { INestApplicationContext } from '@nestjs/common';
import { DigestsModule } from '../digests/digests.module.js';
import { ReadLedger } from '../digests/read-ledger.js';
import { SendAgain } from '../digests/send-again.js';
import { type RunOrderName, SteerRun } from '../digests/steer-run.js';
import { DomainError } from '../shared/domain-error.js';
import { EX_USAGE, StartError } from '../shared/start-error.js';
import { assertDate } from './assert-date.js';
import { withModule } from './with-modules.js';

/** @throws StartError with exit code 64 when the run does not allow it */
export async function steerRun(order: RunOrderName, date: string, reason?: string): Promise<void> {
  assertDate(date);
  const [state, { due }] = await operate(async (app) => [
    await app.get(SteerRun).run({ date, order, reason }),
    await app.get(ReadLedger).run({ date }),
  ]);
  // A run that was not begun can be held as well; of a wrong date it would be good to know.
  process.stdout.write(`The run of ${date} is ${state}; digests planned so far: ${due}.\n`);
}

/** @throws StartError with exit code 64 when there is no such digest, or it cannot be sent now */
export async function sendAgain(date: string, address: string): Promise<void> {
  assertDate(date);
  const { deliveryId } = await operate((app) => app.get(SendAgain).run({ date, address }));
  process.stdout.write(`On its way to ${address} (delivery ${deliveryId}).\n`);
}

async function operate<Result>(act: (app: INestApplicationContext) => Promise<Result>): Promise<Result> {
  return withModule(DigestsModule, act).catch((error: unknown) => {
    throw error instanceof DomainError ? new StartError(error.message, EX_USAGE) : error;
  });
}
