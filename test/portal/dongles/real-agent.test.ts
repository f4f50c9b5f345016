/** The agent as it is shipped beside the portal as it is shipped; only the USB bus is a model. */
import { expect } from 'vitest';
import { aBrowser, aComputer } from '#test/support/agent-page.ts';
import type { RunningComputer } from '#test/support/agent-page.ts';
import { ENGLISH } from '#test/support/desk-builders.ts';
import type { FobModel } from '#test/support/fobs/fob-model.ts';
import { aReferenceFob } from '#test/support/fobs/virtual-reference-fob.ts';
import { aVirtualYubikey } from '#test/support/fobs/virtual-yubikey.ts';
import { test as withPortal } from '#test/support/portal-test.ts';
import type { TestPortal } from '#test/support/portal.ts';
import { aCodeFob, aYubikey, inviteDongle } from '#test/support/soft-agent.ts';
import type { SoftDongle } from '#test/support/soft-agent.ts';
import { WRONG_PIN } from '#test/support/u2f.ts';

const test = withPortal.extend<{ computer: RunningComputer }>({
  computer: async ({ portal }, use) => {
    const computer = await aComputer(portal);
    await use(computer);
    await computer.stop();
  },
});

const SECRET = Buffer.from('303132333435363738393a3b3c3d3e3f40414243', 'hex');
const CODE = Buffer.from('DEMO-CODE-2001-0042');

/** Whoever holds it touches it as soon as it blinks. */
function touched<Model extends FobModel>(model: Model): Model {
  setInterval(() => model.touch(), 30).unref();
  return model;
}

async function registered(portal: TestPortal, computer: RunningComputer, dongle: SoftDongle) {
  const invited = await inviteDongle(portal.services.auth, dongle);
  const browser = aBrowser(portal, computer);
  await browser.openLink(invited);
  const { digits, finished } = await browser.enrolAgent();
  expect(finished.status).toBe(200);
  expect(computer.windows[0]).toContain(`${digits.slice(0, 4)} ${digits.slice(4)}`);
  expect((await browser.register()).body).toEqual({ location: '/sign-in/dongle?enrolled=yes' });
  return { ...invited, browser };
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + 5_000; // SES-07 promises it within five seconds
  while (!(await isTrue())) {
    if (Date.now() > giveUpAt) throw new Error('it did not happen within five seconds');
    await new Promise((go) => setTimeout(go, 50));
  }
}

test('SES-07 a YubiKey gets in by agent, touch and PIN, and pulling it out locks the page within five seconds', async ({
  portal,
  computer,
}) => {
  const path = computer.transport.plug(touched(aVirtualYubikey({ secret: SECRET })));
  const dongle = aYubikey({ serial: '12345678', secret: SECRET });
  const { browser } = await registered(portal, computer, dongle);
  expect((await browser.signIn(WRONG_PIN)).body).toEqual({ code: 'refused' });
  const { status, session, body } = await browser.signIn();
  expect([status, body]).toEqual([200, { location: '/home' }]);
  const as = session ?? '';
  expect((await portal.request('/home', { as })).status).toBe(200);

  computer.transport.unplug(path);
  await until(async () => (await portal.request('/home', { as })).status !== 200);
  expect((await portal.request('/home', { as })).headers.get('location')).toMatch(/^\/locked/);
  const again = computer.transport.plug(touched(aVirtualYubikey({ secret: SECRET })));
  browser.cookies['__Host-brelok-session'] = as;
  const resumed = await browser.signIn();
  expect(resumed.status).toBe(200);
  expect((await portal.request('/home', { as: resumed.session ?? '' })).status).toBe(200);
  expect(await portal.services.db.session.count()).toBe(1);
  computer.transport.unplug(again);
});

test('AGT-06 AGT-14 a fob with a code only is allowed in the agent’s window, which shows what the page shows', async ({
  portal,
  computer,
}) => {
  computer.transport.plug(aReferenceFob({ code: CODE, secret: null, needsTouch: false }));
  const dongle = aCodeFob({ serial: '00c0ffee00000042', secret: CODE });
  const { browser } = await registered(portal, computer, dongle);
  const begun = await browser.post('/sign-in/dongle/begin', {});
  await browser.carry('prove', begun);
  expect(computer.windows.at(-1)).toContain(String(begun.body['checkCode']));
  const { status, session } = await browser.signIn();
  expect(status).toBe(200);
  const home = await portal.page('/home', { as: session ?? '' });
  expect(home).not.toMatch(/<td[^>]*>[^<]*₽/);
  const myKey = await portal.page('/my-key', { as: session ?? '', cookies: ENGLISH });
  expect(myKey).toContain('There is a better key for you');
  expect(myKey).toContain('can copy it');
  expect(await computer.ask('hello', {})).toEqual({ status: 200, body: { protocol: 1 } });
});

test('AGT-12 the PIN goes to the portal and is in nothing that the agent gets', async ({
  portal,
  computer,
}) => {
  const asked: string[] = [];
  const listening = {
    ask: (purpose: string, body: unknown) => {
      asked.push(JSON.stringify(body));
      return computer.ask(purpose, body);
    },
  };
  computer.transport.plug(aReferenceFob({ code: CODE, secret: null, needsTouch: false }));
  const invited = await inviteDongle(
    portal.services.auth,
    aCodeFob({ serial: '00c0ffee00000042', secret: CODE }),
  );
  const browser = aBrowser(portal, listening);
  await browser.openLink(invited);
  await browser.enrolAgent();
  const pin = 'gadfly4711';
  expect((await browser.register(pin)).status).toBe(200);
  expect((await browser.signIn(pin)).status).toBe(200);
  const payloads = asked.map((body) => Buffer.from(body.split('.')[1] ?? '', 'base64url').toString('utf8'));
  expect(payloads.length).toBeGreaterThan(4);
  expect(`${asked.join()} ${payloads.join()}`).not.toContain(pin);
});

test('two dongles at once are asked about in the agent’s window, and the chosen one signs in', async ({
  portal,
  computer,
}) => {
  const dongle = aCodeFob({ serial: '00c0ffee00000042', secret: CODE });
  const path = computer.transport.plug(aReferenceFob({ code: CODE, secret: null, needsTouch: false }));
  const { browser } = await registered(portal, computer, dongle);
  computer.transport.unplug(path);
  computer.transport.plug(aReferenceFob({ code: CODE, secret: null, needsTouch: false }));
  computer.transport.plug(
    aReferenceFob({ code: CODE, secret: null, needsTouch: false, serial: '00c0ffee00000043' }),
  );
  expect((await browser.signIn()).status).toBe(200);
  expect(computer.windows.at(-1)).toContain('00c0ffee00000043');
});
