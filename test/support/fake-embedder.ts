// A server on loopback that speaks as OpenAI's embeddings do: words of the same meaning (as a test has it) lie in the same
// dimension, whatever they are. It can be made to fail.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Answer = (response: ServerResponse, input: string[]) => void;

export class FakeEmbedder {
  readonly requests: { path: string; authorization: string | undefined; model: string; input: string[] }[] =
    [];
  /** Taken one by one, then it answers as ever. */
  readonly script: Answer[] = [];
  private readonly server = createServer((request, response) => void this.answer(request, response));

  /** @param meanings words that mean the same, a list for each dimension; the last dimension is for the rest. */
  constructor(readonly meanings: readonly (readonly string[])[]) {}

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  vectorOf(text: string): number[] {
    const words = text.toLowerCase().split(/\W+/);
    const counts = this.meanings.map((list) => words.filter((word) => list.includes(word)).length);
    return [...counts, 0.5];
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const { model, input } = JSON.parse(body) as { model: string; input: string[] };
    const { authorization } = request.headers;
    this.requests.push({ path: request.url ?? '', authorization, model, input });
    const scripted = this.script.shift();
    if (scripted) scripted(response, input);
    else
      sendJson(response, { data: input.map((text, index) => ({ index, embedding: this.vectorOf(text) })) });
  }
}

export function sendJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
