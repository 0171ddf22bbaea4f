// Cases for tuning where a set has none: a tenth of the papers that readers know, as if nobody had seen them.
import { hash } from './fixed-order.mjs';
import { SetError } from './set-format.mjs';

const EVERY = 10;
const POOL = 'held out';

/** @returns pools, cases and background that take the place of the set's own; none of its test papers is among them */
export function heldOut({ meta, cases, background }) {
  const held = new Set(background.map(({ id }) => id).filter((id) => hash(`held out\n${id}`) % EVERY === 0));
  const readers = new Map(cases.map(({ reader, known }) => [reader, known]));
  const own = Array.from(readers, ([reader, known]) => ({
    reader,
    pool: POOL,
    known: known.filter((id) => !held.has(id)),
    relevant: known.filter((id) => held.has(id)),
  })).filter(({ known, relevant }) => known.length > 0 && relevant.length > 0);
  if (meta.known !== 'interactions' || own.length === 0)
    throw new SetError(`${meta.name} has no validation.jsonl, and no interactions to hold any back`);
  return {
    pools: { [POOL]: [...held] },
    cases: own,
    background: background.filter(({ id }) => !held.has(id)),
  };
}
