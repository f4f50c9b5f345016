/** The other end of the agent's ear: requests of every kind, and a holder who decides in its window. */
import { request as httpRequest } from 'node:http';

export type HttpReply = {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
};
export type RawRequest = {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: string;
  signal?: AbortSignal;
};

/** What fetch would not let us send: any Host, any Origin, none at all. */
export function sendRaw(
  port: number,
  { method = 'GET', path = '/', headers = {}, body, signal }: RawRequest,
) {
  return new Promise<HttpReply>((resolve, reject) => {
    const options = {
      host: '127.0.0.1',
      port,
      method,
      path,
      headers,
      agent: false as const,
      ...(signal && { signal }),
    };
    const request = httpRequest(options, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (text += part));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    });
    request.once('error', reject);
    request.end(body);
  });
}

export const WINDOW_HEADERS = { 'sec-fetch-site': 'none', 'sec-fetch-dest': 'document' };

/** A holder who opens the window and decides. Gives the page that they saw. */
export async function decideInWindow(
  url: string,
  { decision = 'allow', choice }: { decision?: string; choice?: number } = {},
): Promise<HttpReply> {
  const port = Number(new URL(url).port);
  const page = await sendRaw(port, { path: new URL(url).pathname, headers: WINDOW_HEADERS });
  const form = formOf(page);
  await answerForm(port, { form, decision, ...(choice !== undefined && { choice: String(choice) }) });
  return page;
}

/** What the form of a shown window carries. */
export function formOf({ text }: HttpReply): string {
  return /name="form" value="([^"]+)"/.exec(text)?.[1] ?? '';
}

export function answerForm(port: number, fields: Record<string, string>): Promise<HttpReply> {
  return sendRaw(port, {
    method: 'POST',
    path: '/window',
    headers: {
      origin: `http://127.0.0.1:${port}`,
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams(fields).toString(),
  });
}
