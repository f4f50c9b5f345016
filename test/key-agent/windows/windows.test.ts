import { expect } from 'vitest';
import { test } from '#test/support/agent.ts';
import { answerForm, formOf, sendRaw, WINDOW_HEADERS } from '#test/support/agent-http.ts';
import type { TestAgent } from '#test/support/agent.ts';
import { createWindows } from '#key-agent/windows/windows.ts';
import type { Question } from '#key-agent/windows/windows.ts';
import { windowPage } from '#key-agent/windows/window-page.ts';
import { wordsFor } from '#key-agent/windows/words.ts';
import { openPage } from '#key-agent/windows/open-page.ts';
import { aReferenceFob } from '#test/support/fobs/virtual-reference-fob.ts';

const QUESTION: Question = {
  asks: 'prove',
  portalName: 'Demo <Tools>',
  origin: 'https://portal.example',
  checkCode: '4711',
  customer: 'ООО "Ромашка" & Ко',
  askedFrom: 'office, 192.0.2.0',
};

/** An agent whose holder looks at the window and lets the test decide. */
async function asking(startAgent: () => Promise<TestAgent>) {
  const agent = await startAgent();
  await agent.enrol();
  agent.transport.plug(aReferenceFob());
  const opened = new Promise<string>((resolve) => {
    agent.holder.meets = async (url) => resolve(url);
  });
  const asked = agent.request('prove', { customer: QUESTION.customer, askedFrom: QUESTION.askedFrom });
  const url = await opened;
  const look = (headers: Record<string, string> = WINDOW_HEADERS) =>
    sendRaw(agent.port, { path: new URL(url).pathname, headers });
  return { agent, asked, url, look };
}

test('AGT-06 the window names portal, customer, place and the page’s check code, and can’t be framed or scripted', async ({
  startAgent,
}) => {
  const { asked, look, agent } = await asking(startAgent);
  const page = await look();
  for (const text of ['Demo Tools', 'https://portal.example', '4711', 'Ромашка', '192.0.2.0']) {
    expect(page.text).toContain(text);
  }
  expect(page.text).not.toContain('<script');
  expect(page.headers['content-security-policy']).toMatch(
    /^default-src 'none'; style-src 'nonce-[^']+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
  );
  expect(page.headers).toMatchObject({ 'x-frame-options': 'DENY', 'cache-control': 'no-store' });
  expect(page.headers).not.toHaveProperty('access-control-allow-origin');
  await answerForm(agent.port, { form: formOf(page), decision: 'allow' });
  expect((await asked).status).toBe(200);
});

test('AGT-06 the path shows the window once, to the browser that the agent opened', async ({
  startAgent,
}) => {
  const { asked, look, agent } = await asking(startAgent);
  expect((await look({ 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'document' })).status).toBe(404);
  const page = await look();
  const again = await look();
  expect([page.status, again.status, again.text]).toEqual([200, 404, '']);
  await answerForm(agent.port, { form: formOf(page), decision: 'refuse' });
  expect((await asked).body).toEqual({ error: 'not_confirmed' });
});

test('AGT-06 only the shown form answers, and only once', async ({ startAgent }) => {
  const { asked, look, agent, url } = await asking(startAgent);
  const pathToken = url.split('/').at(-1) ?? '';
  expect((await answerForm(agent.port, { form: pathToken, decision: 'allow' })).status).toBe(410);
  const form = formOf(await look());
  expect((await answerForm(agent.port, { form: `${form}x`, decision: 'allow' })).status).toBe(410);
  expect((await answerForm(agent.port, { form, decision: 'perhaps' })).status).toBe(410);
  expect((await answerForm(agent.port, { form, decision: 'allow', choice: '1' })).status).toBe(410);
  expect((await answerForm(agent.port, { form, decision: 'refuse' })).status).toBe(200);
  expect((await answerForm(agent.port, { form, decision: 'allow' })).status).toBe(410);
  expect((await asked).body).toEqual({ error: 'not_confirmed' });
});

test('AGT-06 a window that nobody saw can’t be answered', async ({ startAgent }) => {
  const { asked, agent, look } = await asking(startAgent);
  expect((await answerForm(agent.port, { form: 'a'.repeat(43), decision: 'allow' })).status).toBe(410);
  await answerForm(agent.port, { form: formOf(await look()), decision: 'refuse' });
  await asked;
});

test('AGT-06 a window that nobody answers is over after a while', async ({ startAgent }) => {
  const agent = await startAgent({ patienceMs: 50 });
  agent.holder.meets = async () => undefined;
  await expect(agent.enrol()).rejects.toThrow('not_confirmed');
});

test('AGT-06 without a browser the page is told that the window did not open', async () => {
  const windows = createWindows({ openPage: (path) => openPage(`http://127.0.0.1:1${path}`, '/bin/false') });
  const asked = windows.ask(QUESTION, new AbortController().signal);
  await expect(asked).rejects.toMatchObject({ code: 'window_not_opened' });
  const missing = createWindows({ openPage: (path) => openPage(path, '/nowhere/at/all') });
  await expect(missing.ask(QUESTION, new AbortController().signal)).rejects.toMatchObject({
    code: 'window_not_opened',
  });
});

test('the window speaks Russian or English, whichever the browser asks for first', () => {
  expect(wordsFor('ru-RU,ru;q=0.9,en;q=0.8').language).toBe('ru');
  expect(wordsFor('en-US,ru;q=0.5').language).toBe('en');
  expect(wordsFor('de-DE,ru;q=0.5').language).toBe('ru');
  expect(wordsFor(undefined).language).toBe('en');
});

test('what came from elsewhere stands in the window as text', () => {
  const page = windowPage(
    { question: { ...QUESTION, labels: ['<b>"1"'] }, formToken: 'f' },
    wordsFor('ru'),
    'n',
  );
  expect(page).toContain('Demo &lt;Tools&gt;');
  expect(page).toContain('&lt;b&gt;&quot;1&quot;');
  expect(page).toContain('Ромашка&quot; &amp; Ко');
});
