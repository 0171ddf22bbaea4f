// A process that is told to stop waits for what its jobs have left under way.
import { expect, it } from '@jest/globals';
import type { AlertOperator } from './alert-operator.js';
import { DeliveriesProcessor } from './deliveries.processor.js';
import type { SendDeliveries } from './send-deliveries.js';
import type { SweepDeliveries } from './sweep-deliveries.js';

it('stops when no job is in hand and no mail under way', async () => {
  const steps: string[] = [];
  let answer: () => void = () => undefined;
  const finish = async () => {
    steps.push('waits');
    await new Promise<void>((resolve) => (answer = resolve));
  };
  const processor = new DeliveriesProcessor(
    { finish } as unknown as SendDeliveries,
    {} as SweepDeliveries,
    {} as AlertOperator,
  );
  const worker = { close: () => Promise.resolve(steps.push('no more jobs')) };
  Object.defineProperty(processor, 'worker', { value: worker });
  const stopped = processor.beforeApplicationShutdown().then(() => steps.push('stopped'));
  await new Promise(setImmediate);
  expect(steps).toEqual(['no more jobs', 'waits']);
  answer();
  await stopped;
  expect(steps).toEqual(['no more jobs', 'waits', 'stopped']);
});
