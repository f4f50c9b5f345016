import { describe, expect, test } from 'vitest';
import { CopyCode } from '#portal/ui/copy-code.tsx';
import { EmptyState } from '#portal/ui/empty-state.tsx';
import { ErrorPage, type Trouble } from '#portal/ui/error-page.tsx';
import { fontPreloads } from '#portal/ui/fonts.ts';
import { KeyValueList } from '#portal/ui/key-value-list.tsx';
import { Money } from '#portal/ui/money.tsx';
import { Notice } from '#portal/ui/notice.tsx';
import { usePage } from '#portal/ui/page-context.tsx';
import { PageTitle } from '#portal/ui/page-title.tsx';
import { PriceSteps } from '#portal/ui/price-steps.tsx';
import { Progress } from '#portal/ui/progress.tsx';
import { StatusMark } from '#portal/ui/status-mark.tsx';
import { Tabs } from '#portal/ui/tabs.tsx';
import { Timeline } from '#portal/ui/timeline.tsx';
import { Day, Instant } from '#portal/ui/when.tsx';
import { renderToStaticMarkup } from 'react-dom/server';
import { renderPart, textOf } from '#test/support/render-part.tsx';

describe('numbers and dates on a page', () => {
  test('money stands in one piece, in the reader’s language', () => {
    const debt = <Money of={{ amountMinor: -125_050n, currency: 'RUB' }} />;
    expect(renderPart(debt)).toBe('<span class="money">−1,250.50\u00a0₽</span>');
    expect(renderPart(debt, { locale: 'ru' })).toContain('−1\u00a0250,50\u00a0₽');
  });

  test('a date is readable by people and programs, relative time only beside it', () => {
    expect(renderPart(<Day on="2026-12-12" />)).toBe('<time dateTime="2026-12-12">12 Dec 2026</time>');
    expect(textOf(renderPart(<Instant at={new Date('2026-12-12T08:57:00Z')} isRelative />))).toBe(
      '12 Dec 2026, 11:57 · 3 minutes ago',
    );
  });
});

test('why this price: every step to the same number of digits, the key marked in words', () => {
  const steps = [
    { key: 'list', title: 'Price list', amount: '372.5' },
    { key: 'key', title: 'Gift', note: 'until 31 Dec 2026', amount: '-54.3375', isFromKey: true },
  ];
  const html = renderPart(
    <PriceSteps
      currency="RUB"
      unit="₽ per piece"
      steps={steps}
      final={{ title: 'Your price', amount: '318.1625' }}
    />,
  );
  const figures = [...html.matchAll(/<td class="number">([^<]+)</g)].map((match) => match[1]);
  expect(figures).toEqual(['372.5000', '−54.3375', '318.1625']);
  expect(textOf(html)).toContain('Gift key discount until 31 Dec 2026');
  expect(html).toContain('<tr class="final"><th scope="row">Your price');
});

test('each state has its own shape beside its word', () => {
  const tones = ['quiet', 'moving', 'good', 'watch', 'bad'] as const;
  const marks = tones.map((tone) => renderPart(<StatusMark tone={tone}>State</StatusMark>));
  const shapes = marks.map((mark) => mark.replace(/class="[^"]*"/g, ''));
  expect(new Set(shapes).size).toBe(tones.length);
  for (const mark of marks) expect(textOf(mark)).toBe('State');
});

test('a timeline is an ordered list that says where the order is now', () => {
  const html = renderPart(
    <Timeline
      label="Progress"
      steps={[
        { key: 'a', state: 'done', title: 'Confirmed', when: <Day on="2026-12-01" /> },
        { key: 'b', state: 'now', title: 'Shipped', detail: '2 of 3 lines' },
        { key: 'c', state: 'next', title: 'Delivered' },
        { key: 'd', state: 'failed', title: 'Returned' },
      ]}
    />,
  );
  expect(html).toMatch(/^<ol class="line" aria-label="Progress">/);
  expect(html.match(/aria-current="step"/g)).toHaveLength(1);
  expect(textOf(html)).toBe('Confirmed 1 Dec 2026 Shipped 2 of 3 lines Delivered Returned');
});

test('a problem interrupts a screen reader, a success waits for its turn', () => {
  expect(renderPart(<Notice kind="problem" title="Not saved" />)).toContain('role="alert"');
  expect(renderPart(<Notice kind="good">Saved</Notice>)).toContain('role="status"');
});

test.each<[Trouble, boolean]>([
  ['not-found', false],
  ['refused', false],
  ['stale', true],
  ['moving', true],
  ['failed', true],
])('the page for "%s" says what happened, what was kept and the next step', (trouble, canRepeat) => {
  const html = renderPart(<ErrorPage trouble={trouble} homeHref="/" requestId="r-1" />);
  expect(html).toContain('<h1>');
  expect(textOf(html)).toContain('Request number for your account manager: r-1');
  expect(html.includes('href="/orders?status=open"')).toBe(canRepeat);
  expect(html).toContain('<a href="/" class="button">Go to the first page</a>');
});

test('a page title is the only h1, with the way back and its action', () => {
  const html = renderPart(
    <PageTitle
      title="Order A-1"
      lead="shipped"
      back={{ href: '/orders', word: 'Orders' }}
      actions={<a href="/x">Again</a>}
    />,
  );
  expect(html.match(/<h1>/g)).toHaveLength(1);
  expect(textOf(html)).toBe('Orders Order A-1 shipped Again');
});

test('small parts say what they show', () => {
  expect(
    textOf(
      renderPart(
        <EmptyState icon="documents" title="No documents yet" action={<a href="/">Home</a>}>
          They come with the first shipment.
        </EmptyState>,
      ),
    ),
  ).toBe('No documents yet They come with the first shipment. Home');
  expect(renderPart(<KeyValueList items={[{ key: 'Carrier', value: 'Demo Cargo' }]} isRows />)).toContain(
    '<dt>Carrier</dt><dd>Demo Cargo</dd>',
  );
  expect(renderPart(<Tabs label="Views" tabs={[{ href: '/a', word: 'A', isCurrent: true }]} />)).toContain(
    'href="/a" aria-current="page"',
  );
  expect(renderPart(<CopyCode code="K7QM-29XD" isLarge />)).toBe(
    '<code class="claim claim-large">K7QM-29XD</code>',
  );
  const progress = renderPart(<Progress label="Shipped" value={2} max={3} text="2 of 3" />);
  expect(progress).toMatch(/<label for="([^"]+)">.*<progress id="\1" value="2" max="3">/);
});

test('a page asks early for the letters of its language only', () => {
  expect(fontPreloads('en').map(({ href }) => href)).toEqual([expect.stringContaining('latin')]);
  expect(fontPreloads('ru')).toHaveLength(2);
  expect(fontPreloads('ru')[0]).toMatchObject({ rel: 'preload', as: 'font', crossOrigin: 'anonymous' });
});

test('a part outside a page says what is missing', () => {
  const Lost = () => usePage().locale;
  expect(() => renderToStaticMarkup(<Lost />)).toThrow('no PageProvider');
});
