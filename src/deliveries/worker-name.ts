// Who holds a claim: a name no other process has, now or after a restart.
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';

export const workerName = `${hostname().slice(0, 60)}:${process.pid}:${randomBytes(4).toString('hex')}`;
