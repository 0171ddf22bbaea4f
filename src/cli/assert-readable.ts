// Says at once, before any server is started, that a file is not there.
import { access, constants, stat } from 'node:fs/promises';
import { EX_NOINPUT, StartError } from '../shared/start-error.js';

/** @throws StartError, exit code 66 */
export async function assertReadable(file: string): Promise<void> {
  try {
    if (!(await stat(file)).isFile()) throw new Error('it is not a file');
    await access(file, constants.R_OK);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reasons: Record<string, string> = { ENOENT: 'there is no such file', EACCES: 'permission denied' };
    throw new StartError(`Cannot read papers from ${file}: ${reasons[code ?? ''] ?? message}.`, EX_NOINPUT);
  }
}
