import { expect, test } from 'vitest';
import type { FobState } from '#portal/ui/fob.tsx';
import type { IconName } from '#portal/ui/icon.tsx';
import { PlainShell, Shell } from '#portal/ui/shell.tsx';
import { renderPart, textOf } from '#test/support/render-part.tsx';

const paths = {
  home: '/',
  keyAndSessions: '/key',
  lock: '/lock',
  signOut: '/sign-out',
  preferences: '/preferences',
};
const fob: FobState = { state: 'not-watched', reach: 'everything', minutesLeft: 5 };
const ICONS: readonly IconName[] = ['home', 'orders', 'prices', 'money', 'documents', 'messages', 'company'];

const sections = (count: number) =>
  ICONS.slice(0, count).map((icon, index) => ({
    href: `/${icon}`,
    word: `Section ${icon}`,
    icon,
    isCurrent: index === 1,
  }));

type Props = Parameters<typeof Shell>[0];

const aShell = (props: Partial<Props> = {}) => (
  <Shell
    company={{ name: 'Demo Supply' }}
    isDemo={false}
    navigation={sections(3)}
    fob={fob}
    person={{ name: 'Irina Demo', role: 'buyer' }}
    paths={paths}
    {...props}
  >
    <h1>Orders</h1>
  </Shell>
);

test('the first thing that a keyboard reaches leads past the frame to the content', () => {
  const html = renderPart(aShell());
  expect(html).toMatch(/^<a class="skip button" href="#content">Go to the content<\/a>/);
  expect(html).toContain('<main class="main" id="content" tabindex="-1"><h1>Orders</h1></main>');
});

test('the key is on the page with its state, what it opens and the minutes left', () => {
  const html = renderPart(aShell());
  expect(textOf(html)).toContain('My key and sessions: Opens everything , 5 min left , key not watched');
  expect(html).toMatch(/<a class="fob" href="\/key"/);
});

test('the section where the reader is bears a mark that is not a colour', () => {
  expect(renderPart(aShell())).toContain('href="/orders" aria-current="page"');
});

test('a phone shows four sections and keeps the rest behind one word', () => {
  const few = renderPart(aShell({ navigation: sections(5) }));
  const many = renderPart(aShell({ navigation: sections(7) }));
  expect(few).not.toContain('<details');
  expect(many).toMatch(/<details class="nav-more"><summary class="nav-item">.*More/);
  expect(many.split('href="/company"').length - 1).toBe(2);
});

test('how many things wait is said in words to a screen reader', () => {
  const [first] = sections(1);
  if (!first) throw new Error('no section');
  expect(textOf(renderPart(aShell({ navigation: [{ ...first, waiting: 3 }] })))).toContain('3 new items');
});

test('locking, signing out and choosing a language are forms and need no scripts', () => {
  const html = renderPart(aShell());
  for (const path of ['/lock', '/sign-out', '/preferences']) {
    expect(html).toContain(`action="${path}" method="post"`);
  }
  expect(html).toContain('<input type="hidden" name="returnTo" value="/orders?status=open"/>');
  expect(html).toContain('value="en" lang="en" aria-pressed="true" name="locale"');
  expect(html).toContain('value="dark" aria-pressed="false" name="theme"');
});

test('a person of one company reads its name, a person of several can switch', () => {
  const account = { id: 'a', name: 'Alpha Demo', others: [], switchPath: '/switch' };
  expect(renderPart(aShell({ account }))).not.toContain('action="/switch"');

  const html = renderPart(aShell({ account: { ...account, others: [{ id: 'b', name: 'Beta Demo' }] } }));
  expect(html).toContain('action="/switch" method="post"');
  expect(html).toContain(
    '<option value="a" selected="">Alpha Demo</option><option value="b">Beta Demo</option>',
  );
});

test('the search keeps what was asked', () => {
  const html = renderPart(aShell({ search: { path: '/search', query: 'УМ-004790' } }));
  expect(html).toContain('role="search" aria-label="Search" action="/search" method="get"');
  expect(html).toContain('value="УМ-004790"');
});

test('a demonstration says so on every page, in a session and outside', () => {
  const plain = (
    <PlainShell company={{ name: 'Demo Supply' }} isDemo paths={paths}>
      <h1>Sign in</h1>
    </PlainShell>
  );
  expect(textOf(renderPart(aShell({ isDemo: true })))).toContain('Demonstration: all data is invented');
  expect(textOf(renderPart(plain))).toContain('Demonstration: all data is invented');
  expect(textOf(renderPart(aShell()))).not.toContain('Demonstration');
});

test('a logo is named after its company', () => {
  expect(renderPart(aShell({ company: { name: 'Demo Supply', logoUrl: '/logo' } }))).toContain(
    '<img class="head-logo" src="/logo" alt="Demo Supply"/>',
  );
});
