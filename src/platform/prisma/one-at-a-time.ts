// A connection that is asked one thing after the other. Prisma loads the relations of a query at once, in a transaction all
// on its one connection; pg would line them up itself, but says that it will not do so for ever.
import pg from 'pg';

export class OneAtATime extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config);
    const ask = super.query.bind(this) as (...given: unknown[]) => Promise<unknown>;
    let last: Promise<unknown> = Promise.resolve();
    const askNext = (...given: unknown[]): Promise<unknown> => {
      const mine = last.then(() => ask(...given));
      last = mine.catch(() => undefined);
      return mine;
    };
    this.query = askNext as typeof this.query;
  }
}
