// What the operator reads when the built-in PostgreSQL cannot be used: one sentence that says what to do.

const WAYS_OUT =
  'choose another data directory, or set DATABASE_URL to the address of a PostgreSQL server you run yourself';

export class EmbeddedPostgresError extends Error {
  override name = 'EmbeddedPostgresError';
}

/** Puts a failure met while working in `directory` into words; a failure already in words stays as it is. */
export function explain(error: unknown, directory: string): EmbeddedPostgresError {
  if (error instanceof EmbeddedPostgresError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  return new EmbeddedPostgresError(sentence(code, message, directory), { cause: error });
}

function sentence(code: string | undefined, message: string, directory: string): string {
  if (code === 'ENOSPC' || code === 'EDQUOT' || /no space left on device|quota exceeded/i.test(message)) {
    return `The disk that holds ${directory} is full, and PostgreSQL needs about 200 MB there: make room, ${WAYS_OUT}.`;
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return `Courant may not write to ${directory} (${message}): let this user write there, ${WAYS_OUT}.`;
  }
  if (code === 'ENOTDIR' || code === 'EEXIST') {
    return `${directory} cannot be a directory, because part of its path is a file: ${WAYS_OUT}.`;
  }
  return `PostgreSQL could not be set up in ${directory} (${message.trim()}): mend that, ${WAYS_OUT}.`;
}
