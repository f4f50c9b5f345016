/** The whole program as customers run it, on devices of a real kernel. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { readFile, readdir, readlink } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { commitTo } from '#auth/wire/comparison-code.ts';
import { fobChallenge } from '#auth/wire/fob-challenge.ts';
import { importVerifyingKey } from '#auth/wire/jwk.ts';
import type { VerifyingKey } from '#auth/wire/jwk.ts';
import { MESSAGES } from '#auth/wire/messages.ts';
import type { MessageKind, RequestPurpose } from '#auth/wire/messages.ts';
import { openMessage } from '#auth/wire/sealed-message.ts';
import { verifyMessage } from '#auth/wire/signed-message.ts';
import { verifyEnrolment } from '#auth/wire/verify-enrolment.ts';
import { decideInWindow, sendRaw } from '#test/support/agent-http.ts';
import { aWirePortal, token } from '#test/support/wire.ts';
import type { WirePortal } from '#test/support/wire.ts';
import type { Cases } from './case-list.ts';
import { startAgentProgram } from './agent-program.ts';
import { waitFor } from './device-cases.ts';
import type { FobBox } from './fob-box.ts';

const run = promisify(execFile);
const SECRET = Buffer.alloc(20, 0x0b);
const YUBICO = { vendorId: 0x1050 };
const NOBODY = 65_534;
const PERMITTED_SECONDS = 5;

type Setup = { program: string; rules: string | null };

export function addAgentCases(cases: Cases, box: FobBox, { program, rules }: Setup): void {
  const check = (uid = 0) =>
    run(process.execPath, [program, '--check'], {
      uid,
      env: { ...process.env, HOME: tmpdir(), KEY_AGENT_STATE_DIR: join(tmpdir(), 'none') },
    });

  cases.add('--check tells what works, what is the browser’s and what is never opened', async () => {
    await box.plug('yubikey');
    await box.plug('keyboard');
    await box.plug('fido');
    await settle(3);
    const lines = (await check()).stdout.trim().split('\n').toSorted();
    deepEqual(lines, [
      '046d:c31c Office Keyboard: never opened: it can type or point',
      '1050:0401 Yubico YubiKey OTP: works (yubikey-otp, hmac-sha1, with a touch)',
      '1209:0001 Demo Security Key: FIDO key; the browser speaks to it, the agent only sees that it is there',
    ]);
  });

  cases.add(
    'an ordinary user without the udev rule is refused by the system, and told what to do',
    async () => {
      await box.plug('yubikey');
      await settle(1);
      match((await check(NOBODY)).stdout, /does not work: this user may not open it; install the udev rule/);
    },
  );

  cases.add(
    'the program enrols, lets a touched YubiKey prove itself, tells the portal that it is pulled, and holds no handle',
    async () => {
      const portal = await startPortal();
      const agent = await startProgram(program, portal.wire);
      try {
        const key = await enrol(agent, portal.wire);
        const fob = await box.plug('yubikey', { secret: { hex: SECRET.toString('hex') } });
        await box.plug('keyboard');
        await fob.touch();
        const nonce = token();
        const { claims } = await agent.ask('prove', MESSAGES.proof, { nonce }, key);
        const challenge = fobChallenge({
          nonce,
          origin: portal.wire.origin,
          serial: '12345678',
          kid: key.kid,
        });
        equal(claims.fob.proof, createHmac('sha1', SECRET).update(challenge).digest('base64url'));
        equal(claims.isTouched, true);
        await waitFor(async () => (portal.beats.length > 0 ? true : undefined));
        equal((await portal.read(0, key)).isPluggedIn, true);
        deepEqual(await openDevices(agent.processId), []);
        const pulledAt = Date.now();
        await fob.unplug();
        await waitFor(async () => ((await portal.read(-1, key)).isPluggedIn ? undefined : true));
        ok(Date.now() - pulledAt < PERMITTED_SECONDS * 1_000, 'SES-07 promises five seconds');
      } finally {
        await agent.end();
        await portal.close();
      }
    },
  );

  cases.add(
    'AGT-06 a fob without a button answers after its holder allowed it in the agent’s window, sealed for the portal',
    async () => {
      const portal = await startPortal();
      const agent = await startProgram(program, portal.wire);
      try {
        const key = await enrol(agent, portal.wire);
        await box.plug('reference', {
          secret: null,
          code: { hex: Buffer.from('EVRIKA-2001-0042').toString('hex') },
        });
        const allowed = agent.allowNextWindow();
        const { claims, message } = await agent.ask('prove', MESSAGES.proof, {}, key);
        await allowed;
        equal(message.split('.').length, 5);
        deepEqual([claims.fob.kind, claims.isConfirmed], ['static-code', true]);
      } finally {
        await agent.end();
        await portal.close();
      }
    },
  );

  cases.add(
    'SES-07 the program watches the FIDO keys of the named make, tells at once when one is pulled, and opens none',
    async () => {
      const portal = await startPortal();
      const agent = await startProgram(program, portal.wire);
      try {
        const key = await enrol(agent, portal.wire);
        const [mine, alike] = [await box.plug('fido', YUBICO), await box.plug('fido', YUBICO)];
        const other = await box.plug('fido');
        await settle(3);
        const { claims } = await agent.ask('watch', MESSAGES.watch, YUBICO, key);
        equal(claims.pluggedKeys, 2);
        await other.unplug();
        const heard = portal.beats.length;
        await waitFor(async () => (portal.beats.length > heard ? true : undefined));
        equal((await portal.read(-1, key)).isPluggedIn, true);
        deepEqual(await openDevices(agent.processId), []);
        const pulledAt = Date.now();
        await alike.unplug();
        await waitFor(async () => ((await portal.read(-1, key)).isPluggedIn ? undefined : true));
        ok(Date.now() - pulledAt < PERMITTED_SECONDS * 1_000, 'SES-07 promises five seconds');
        deepEqual([await mine.countOpens(), await alike.countOpens(), await other.countOpens()], [0, 0, 0]);
      } finally {
        await agent.end();
        await portal.close();
      }
    },
  );

  if (rules === null) cases.skip('udev rule', 'no guest');
  else {
    cases.add(
      'the udev rule gives the dongle to whoever sits at the computer, and the keyboard to nobody',
      async () => {
        await box.plug('yubikey');
        await box.plug('keyboard');
        await settle(2);
        equal((await run('/bin/udevadm', ['control', '--reload'])).stderr, '');
        await run('/bin/udevadm', ['trigger', '--subsystem-match=hidraw', '--action=add']);
        await run('/bin/udevadm', ['settle', '--timeout=20']);
        const tags: Record<string, boolean> = {};
        for (const node of await readdir('/sys/class/hidraw')) {
          const { stdout } = await run('/bin/udevadm', [
            'info',
            '--query=all',
            `--path=/sys/class/hidraw/${node}`,
          ]);
          const name =
            /HID_NAME=(.*)/.exec(await readFile(`/sys/class/hidraw/${node}/device/uevent`, 'utf8'))?.[1] ??
            '';
          tags[name] = /CURRENT_TAGS=.*:uaccess:/.test(stdout);
        }
        deepEqual(tags, { 'Yubico YubiKey OTP': true, 'Office Keyboard': false });
      },
    );
  }
}

async function settle(devices: number): Promise<void> {
  await waitFor(async () => ((await readdir('/sys/class/hidraw')).length === devices ? true : undefined));
}

/** Paths of devices that a process has open. */
async function openDevices(processId: number): Promise<string[]> {
  const folder = `/proc/${processId}/fd`;
  const links = await Promise.all(
    (await readdir(folder)).map((fd) => readlink(join(folder, fd)).catch(() => '')),
  );
  return links.filter((link) => link.includes('hidraw'));
}

async function startPortal() {
  const beats: string[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (part: Buffer) => (text += part.toString()));
    request.on('end', () => {
      beats.push(JSON.parse(text).message);
      response.end('{"watch":"continue"}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a server on TCP has an address of this form
  const wire = await aWirePortal({ origin: `http://localhost:${port}` });
  return {
    wire,
    beats,
    read: async (at: number, key: VerifyingKey) => {
      const expected = { kind: MESSAGES.heartbeat, keys: [key], audience: wire.origin, now: new Date() };
      const outcome = await verifyMessage(beats.at(at) ?? '', expected);
      if (!outcome.ok) throw new Error(`a heartbeat is ${outcome.fault}`);
      return outcome.claims;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function startProgram(program: string, portal: WirePortal) {
  const { port, ...running } = await startAgentProgram(program, portal.origin);
  const post = async (purpose: RequestPurpose, changes: object) => {
    const { request } = await portal.request(purpose, changes);
    const headers = { origin: portal.origin, 'content-type': 'application/json', 'x-key-agent': '1' };
    const body = JSON.stringify({ message: request });
    const reply = await sendRaw(port, { method: 'POST', path: `/v1/${purpose}`, headers, body });
    const { message, error }: { message?: string; error?: string } = JSON.parse(reply.text);
    if (message === undefined) throw new Error(`${purpose}: ${error}`);
    return message;
  };
  return {
    ...running,
    post,
    ask: async <Claims>(
      purpose: RequestPurpose,
      kind: MessageKind<Claims>,
      changes: object,
      key: VerifyingKey,
    ) => {
      const message = await post(purpose, changes);
      const signed =
        message.split('.').length === 5 ? await openMessage(message, portal.decryption) : message;
      const expected = { kind, keys: [key], audience: portal.origin, now: new Date() };
      const outcome = await verifyMessage(signed ?? '', expected);
      if (!outcome.ok) throw new Error(`${purpose} is ${outcome.fault}`);
      return { message, claims: outcome.claims };
    },
    allowNextWindow: async () => void (await decideInWindow(await running.nextWindow())),
  };
}

async function enrol(
  agent: Awaited<ReturnType<typeof startProgram>>,
  portal: WirePortal,
): Promise<VerifyingKey> {
  const compareNonce = token();
  const enrolNonce = commitTo(compareNonce);
  const message = await agent.post('enrol', { nonce: enrolNonce });
  const outcome = await verifyEnrolment(message, { audience: portal.origin, now: new Date() });
  if (!outcome.ok) throw new Error(outcome.fault);
  const allowed = agent.allowNextWindow();
  await agent.post('compare', { enrolNonce, agentKid: outcome.kid, nonce: compareNonce });
  await allowed;
  const key = await importVerifyingKey(outcome.claims.jwk);
  if (key === null) throw new Error('the agent’s key is off its curve');
  return key;
}
