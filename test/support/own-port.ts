// Ports for servers of a test's own that go away and come back on the same one: of a range that nobody else looks in,
// neither the built-in PostgreSQL (from 5433) nor the system, which hands out those from 32768.
import { choosePort } from '../../src/platform/http/choose-port.js';

const FIRST = 20_000;
const COUNT = 10_000;

/** A port of 127.0.0.1 that is free now and that no other test is going to take. */
export function chooseOwnPort(): Promise<number> {
  return choosePort('127.0.0.1', FIRST + Math.floor(Math.random() * COUNT), COUNT);
}
