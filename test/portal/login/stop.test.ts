import { expect } from 'vitest';
import { hashStopCode, mintStopCode } from '#auth/keys/stop-code.ts';
import { ENGLISH, aDesk, aSessionOf } from '#test/support/desk-builders.ts';
import { test } from '#test/support/portal-test.ts';
import { textOf } from '#test/support/render-part.tsx';

test('REC-02 the page that the sheet names stops a key without anybody signing in, and its pages are over', async ({
  portal,
  db,
}) => {
  const desk = await aDesk(db);
  const { token } = await aSessionOf(db, desk);
  const code = mintStopCode();
  const stopCodeHash = hashStopCode(portal.services.auth.peppers.current, code);
  await db.key.update({ where: { id: desk.keyId }, data: { stopCodeHash } });
  expect((await portal.request('/home', { as: token })).status).toBe(200);

  const wrong = await portal.request('/stop', { cookies: ENGLISH, form: { code: mintStopCode() } });
  expect([wrong.status, textOf(await wrong.text())]).toEqual([
    422,
    expect.stringContaining('No key that works has this code.'),
  ]);
  const answer = await portal.request('/stop', { form: { code } });
  expect(answer.headers.get('location')).toBe('/stop?done=yes');
  expect(textOf(await portal.page('/stop?done=yes', { cookies: ENGLISH }))).toContain('The key is stopped');
  expect((await portal.request('/home', { as: token })).headers.get('location')).toMatch(/^\/sign-in/);
});
