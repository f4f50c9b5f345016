import type { Page } from '@playwright/test';

/** A request as the browser was about to send it, with its cookies: what somebody who listens could send again. */
export type CapturedRequest = { url: string; headers: Record<string, string>; body: string };

/** Keeps the next request to this path from reaching the portal; the page is told that it was refused. */
export async function captureNext(page: Page, path: string): Promise<CapturedRequest> {
  return new Promise((resolve, reject) => {
    page
      .route(
        `**${path}`,
        async (route) => {
          const request = route.request();
          const cookies = await page.context().cookies(request.url());
          resolve({
            url: request.url(),
            headers: {
              'content-type': 'application/json',
              cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
              origin: new URL(request.url()).origin,
            },
            body: request.postData() ?? '',
          });
          await route.fulfill({ status: 403, json: { code: 'refused' } });
        },
        { times: 1 },
      )
      .catch(reject);
  });
}

export function send({ url, headers, body }: CapturedRequest): Promise<Response> {
  return fetch(url, { method: 'POST', headers, body });
}
