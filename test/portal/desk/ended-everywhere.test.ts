/** SES-05: what one process of the portal ends is over in every other one within five seconds. */
import { expect } from 'vitest';
import { createDb } from '#prisma/client.ts';
import { aDesk, aSessionOf } from '#test/support/desk-builders.ts';
import type { Desk } from '#test/support/desk-builders.ts';
import { test } from '#test/support/portal-test.ts';
import { openTestPortal } from '#test/support/portal.ts';
import type { TestPortal } from '#test/support/portal.ts';

/** Three times what customers are promised: a test machine may be slow. */
const LIMIT_MS = 15_000;
const TEST_LIMIT_MS = 60_000;

const ENDINGS = [
  {
    name: 'a key that is revoked',
    pathOf: ({ keyId }: Desk) => `/desk/keys/${keyId}/revoke`,
  },
  {
    name: 'a key that is suspended',
    pathOf: ({ keyId }: Desk) => `/desk/keys/${keyId}/suspend`,
  },
  {
    name: 'a person who is removed from the account',
    pathOf: ({ account, person }: Desk) => `/desk/customers/${account.id}/people/${person.id}/remove`,
  },
  {
    name: 'REC-08 an account that is closed',
    pathOf: ({ account }: Desk) => `/desk/customers/${account.id}/close`,
  },
];

test.for(ENDINGS)(
  'SES-05 $name in one process is out in another: refused at the next request, and the open page is told',
  { timeout: TEST_LIMIT_MS },
  async ({ pathOf }, { portal, db, databaseUrl }) => {
    const otherDb = createDb(databaseUrl);
    const other = await openTestPortal(otherDb);
    const desk = await aDesk(db);
    const session = await aSessionOf(db, desk);
    expect((await other.request('/my-key', { as: session })).status).toBe(200);
    const stream = await listen(other, session.token);
    expect(await stream.next()).toContain('event: open');

    const asked = await portal.page(pathOf(desk), { as: desk.manager });
    const keysHash = /name="keysHash" value="([^"]*)"/.exec(asked)?.[1] ?? '';
    const form = { reason: 'lost', keysHash };
    expect((await portal.request(pathOf(desk), { as: desk.manager, form })).status).toBe(302);

    const refused = await other.request('/my-key', { as: session });
    expect(refused.headers.get('location')).toMatch(/^\/sign-in\?/);
    expect(await stream.next()).toContain('event: ended');
    await other.close();
    await otherDb.$disconnect();
  },
);

/** The event stream of an open page. `next` waits for the next event, and says `nothing` when none comes in time. */
async function listen(portal: TestPortal, token: string): Promise<{ next: () => Promise<string> }> {
  const response = await fetch(`${portal.origin}/live`, {
    headers: { cookie: `__Host-brelok-session=${token}` },
  });
  if (response.body === null) throw new Error('the stream has no body');
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const readEvent = async (): Promise<string> => {
    const { done, value } = await reader.read();
    if (done) return 'nothing';
    return value.includes('event:') ? value : readEvent();
  };
  return {
    next: async () => {
      const giveUp = setTimeout(() => void reader.cancel(), LIMIT_MS);
      const event = await readEvent();
      clearTimeout(giveUp);
      return event;
    },
  };
}
