// `courant consent ADDRESS`: the proof of consent of one address, as JSON.
import { DomainError } from '../shared/domain-error.js';
import { EX_USAGE, StartError } from '../shared/start-error.js';
import { ConsentsModule } from '../subscribers/account/consents.module.js';
import { ReadConsents } from '../subscribers/account/read-consents.js';
import { withModule } from './with-modules.js';

/** @throws StartError with exit code 64 when it is no address */
export async function showConsent(address: string): Promise<void> {
  const proof = await withModule(ConsentsModule, (app) => app.get(ReadConsents).run({ address })).catch(
    (error: unknown) => {
      throw error instanceof DomainError ? new StartError(error.message, EX_USAGE) : error;
    },
  );
  process.stdout.write(`${JSON.stringify(proof, null, 2)}\n`);
}
