import { expect, test } from 'vitest';
import { isPortalOrigin, readAgentEnv } from '#key-agent/env.ts';
import { AGENT_VERSION } from '#key-agent/version.ts';
import packageJson from '../../package.json' with { type: 'json' };

test('without any setting the agent is in production, on the registered ports, and knows no portal', () => {
  const outcome = readAgentEnv({});
  expect(outcome).toMatchObject({
    ok: true,
    env: {
      mode: 'production',
      ports: [17_700, 27_700, 37_700],
      portals: [],
      proxy: { url: undefined, except: [], pac: undefined },
    },
  });
});

test('AGT-01 only a registered port is taken', () => {
  expect(readAgentEnv({ KEY_AGENT_PORT: '27700' })).toMatchObject({ ok: true, env: { ports: [27_700] } });
  for (const port of ['80', '17701', '0', '17700.5', 'x']) {
    expect(readAgentEnv({ KEY_AGENT_PORT: port }), port).toMatchObject({ ok: false });
  }
});

test('AGT-03 outside the demo only https portals are taken, and in it no other machine’s http', () => {
  expect(isPortalOrigin('https://portal.example', 'production')).toBe(true);
  expect(isPortalOrigin('https://portal.example:8443', 'production')).toBe(true);
  expect(isPortalOrigin('http://localhost:3000', 'demo')).toBe(true);
  const never = [
    'https://portal.example/',
    'portal.example',
    'https://*.example',
    'null',
    'file:///',
    'https://a@b.example',
  ];
  for (const text of [...never, 'http://portal.example'])
    expect(isPortalOrigin(text, 'demo'), text).toBe(false);
  expect(isPortalOrigin('http://localhost:3000', 'production')).toBe(false);
});

test('every wrong setting is told at once, by its name', () => {
  const outcome = readAgentEnv({
    KEY_AGENT_MODE: 'x',
    KEY_AGENT_STATE_DIR: 'relative',
    HTTPS_PROXY: 'socks://p',
  });
  expect(outcome.ok ? [] : outcome.faults.map((fault) => fault.split(':')[0])).toEqual([
    'KEY_AGENT_MODE',
    'KEY_AGENT_STATE_DIR',
    'HTTPS_PROXY',
  ]);
  const strange = readAgentEnv({ KEY_AGENT_PORTALS: 'https://ok.example, http://portal.example' });
  expect(strange).toMatchObject({ ok: false, faults: [expect.stringContaining('http://portal.example')] });
});

test('a PAC file is named by an address or by a path', () => {
  for (const place of ['http://proxy.example/proxy.pac', 'https://proxy.example/', '/etc/proxy.pac'])
    expect(readAgentEnv({ KEY_AGENT_PAC: place })).toMatchObject({
      ok: true,
      env: { proxy: { pac: place } },
    });
  for (const place of ['proxy.pac', 'ftp://proxy.example/proxy.pac', 'javascript:1'])
    expect(readAgentEnv({ KEY_AGENT_PAC: place })).toMatchObject({ ok: false });
});

test('proxy settings are read in the form that other programs have them', () => {
  expect(
    readAgentEnv({ https_proxy: 'http://proxy.example:3128', no_proxy: 'a.example, .b.example' }),
  ).toMatchObject({
    env: { proxy: { url: 'http://proxy.example:3128', except: ['a.example', '.b.example'] } },
  });
});

test('the version that portals are told is the package’s', () => {
  expect(AGENT_VERSION).toBe(packageJson.version);
});
