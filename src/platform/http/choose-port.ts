// Finds the port to listen on before anything is started on it, because every link in every mail names it.
import { createServer } from 'node:net';
import { EX_NOPERM, EX_UNAVAILABLE, StartError } from '../../shared/start-error.js';

/**
 * @param port the wanted one; 0 for any that is free
 * @param stepsOver how many ports above it may be tried when it is taken
 * @throws StartError when the port is taken or may not be had
 */
export async function choosePort(host: string, port: number, stepsOver: number): Promise<number> {
  for (let candidate = port; ; candidate += 1) {
    try {
      return await tryPort(host, candidate);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EADDRINUSE' && candidate < port + stepsOver) continue;
      throw sentence(host, port, code ?? String(error));
    }
  }
}

function tryPort(host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      const bound = typeof address === 'object' && address ? address.port : port;
      server.close(() => resolve(bound));
    });
  });
}

function sentence(host: string, port: number, code: string): StartError {
  if (code === 'EACCES') {
    const why = `Port ${port} is privileged: only root may listen on it.`;
    return new StartError(
      `${why} Set PORT to 1024 or above and let a reverse proxy forward to it.`,
      EX_NOPERM,
    );
  }
  if (code === 'EADDRINUSE') {
    return new StartError(
      `Port ${port} is in use. Stop what listens there or set PORT to another.`,
      EX_UNAVAILABLE,
    );
  }
  return new StartError(`Cannot listen on ${host}:${port} (${code}). Check HOST and PORT.`, EX_UNAVAILABLE);
}
