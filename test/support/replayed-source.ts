/** A server that answers with what a real one was recorded to say. */
import http from 'node:http';
import { readBody } from './emulated-source.ts';
import { closeServer, portOf } from './fault-proxy.ts';

export type Replayed = { status?: number; body: unknown };
export type ReplayedRequest = { url: string; headers: http.IncomingHttpHeaders; body: string };
export type ReplayedSource = { address: string; seen: ReplayedRequest[]; close: () => Promise<void> };

export async function startReplay(answer: (request: ReplayedRequest) => Replayed): Promise<ReplayedSource> {
  const seen: ReplayedRequest[] = [];
  const server = http.createServer((request, response) => {
    void readBody(request).then((body) => {
      const asked = { url: request.url ?? '/', headers: request.headers, body };
      seen.push(asked);
      const { status = 200, body: said } = answer(asked);
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
      response.end(typeof said === 'string' ? said : JSON.stringify(said));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return { address: `http://127.0.0.1:${portOf(server)}/`, seen, close: () => closeServer(server) };
}
