/** SES-05: what one process of the portal ends is over in every other one within five seconds. */
import { expect } from 'vitest';
import { hashStopCode, mintStopCode } from '#auth/keys/stop-code.ts';
import { createDb } from '#prisma/client.ts';
import type { Db } from '#prisma/client.ts';
import { aDesk, aSessionOf } from '#test/support/desk-builders.ts';
import type { Desk } from '#test/support/desk-builders.ts';
import { test } from '#test/support/portal-test.ts';
import { openTestPortal } from '#test/support/portal.ts';
import type { TestPortal } from '#test/support/portal.ts';

/** What customers are promised. */
const LIMIT_MS = 5_000;
const TEST_LIMIT_MS = 60_000;

type End = (portal: TestPortal, db: Db, desk: Desk) => Promise<Response>;

const ENDINGS: { name: string; end: End }[] = [
  {
    name: 'a key that is revoked',
    end: fromPage(({ keyId }) => `/desk/keys/${keyId}/revoke`),
  },
  {
    name: 'a key that is suspended',
    end: fromPage(({ keyId }) => `/desk/keys/${keyId}/suspend`),
  },
  {
    name: 'a person who is removed from the account',
    end: fromPage(({ account, person }) => `/desk/customers/${account.id}/people/${person.id}/remove`),
  },
  {
    name: 'REC-08 an account that is closed',
    end: fromPage(({ account }) => `/desk/customers/${account.id}/close`),
  },
  {
    name: 'REC-02 a key that is reported lost',
    end: fromPage(({ keyId }) => `/desk/keys/${keyId}/report-lost`),
  },
  {
    name: 'REC-02 a key that is stopped with its stop code',
    end: async (portal, db, { keyId }) => {
      const code = mintStopCode();
      const stopCodeHash = hashStopCode(portal.services.auth.peppers.current, code);
      await db.key.update({ where: { id: keyId }, data: { stopCodeHash } });
      return portal.request('/stop', { form: { code } });
    },
  },
];

test.for(ENDINGS)(
  'SES-05 $name in one process is out in another: refused at the next request, and the open page is told',
  { timeout: TEST_LIMIT_MS },
  async ({ end }, { portal, db, databaseUrl }) => {
    const otherDb = createDb(databaseUrl);
    const other = await openTestPortal(otherDb);
    const desk = await aDesk(db);
    const session = await aSessionOf(db, desk);
    expect((await other.request('/my-key', { as: session })).status).toBe(200);
    const stream = await listen(other, session.token);
    expect(await stream.next()).toContain('event: open');

    expect((await end(portal, db, desk)).status).toBe(302);

    const refused = await other.request('/my-key', { as: session });
    expect(refused.headers.get('location')).toMatch(/^\/sign-in\?/);
    expect(await stream.next()).toContain('event: ended');
    await other.close();
    await otherDb.$disconnect();
  },
);

/** The manager opens the page that asks first, and sends its form. */
function fromPage(pathOf: (desk: Desk) => string): End {
  return async (portal, _db, desk) => {
    const path = pathOf(desk);
    const asked = await portal.page(path, { as: desk.manager });
    const keysHash = /name="keysHash" value="([^"]*)"/.exec(asked)?.[1] ?? '';
    return portal.request(path, { as: desk.manager, form: { reason: 'lost', keysHash } });
  };
}

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
