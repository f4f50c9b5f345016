import { describe, expect, test } from 'vitest';
import { AsOf, type Freshness } from '#portal/ui/as-of.tsx';
import { EdgeLayout, Sheet } from '#portal/ui/sheet.tsx';
import { PAGE_NOW, renderPart, textOf } from '#test/support/render-part.tsx';

const minutesAgo = (minutes: number): Freshness => ({
  source: 'ERP',
  at: new Date(PAGE_NOW.getTime() - minutes * 60_000),
  ageingAfterMinutes: 60,
  oldAfterMinutes: 1_440,
});

describe('the chip "as of"', () => {
  test.each([
    [59, 'fresh'],
    [60, 'ageing'],
    [1_439, 'ageing'],
    [1_440, 'old'],
  ])('%i minutes after the confirmation the facts are %s', (minutes, age) => {
    expect(textOf(renderPart(<AsOf freshness={minutesAgo(minutes)} />))).toMatch(new RegExp(`, ${age}$`));
  });

  test('names the source and the time; the date too when it was not today', () => {
    expect(textOf(renderPart(<AsOf freshness={minutesAgo(5)} />))).toBe('ERP, as of 11:55 , fresh');
    expect(textOf(renderPart(<AsOf freshness={minutesAgo(900)} />))).toContain('11 Dec 2026, 21:00');
  });

  test('fills its arc as the facts age, and without a style attribute', () => {
    const filled = (minutes: number) =>
      /stroke-dasharray="(\d+) 100"/.exec(renderPart(<AsOf freshness={minutesAgo(minutes)} />))?.[1];
    expect([filled(0), filled(720), filled(9_999)]).toEqual(['6', '50', '100']);
  });
});

describe('a block', () => {
  test('is named by its heading', () => {
    const html = renderPart(<Sheet title="Lines">content</Sheet>);
    const id = /<h2 id="([^"]+)">Lines<\/h2>/.exec(html)?.[1];
    expect(html).toContain(`aria-labelledby="${id}"`);
  });

  test('with old facts says so in a sentence and wears a border', () => {
    const old = renderPart(
      <Sheet title="Money" freshness={minutesAgo(2_000)}>
        x
      </Sheet>,
    );
    expect(old).toContain('class="sheet sheet-old"');
    expect(textOf(old)).toContain('ERP has sent nothing newer since 11 Dec 2026, 02:40.');

    const fresh = renderPart(
      <Sheet title="Money" freshness={minutesAgo(1)}>
        x
      </Sheet>,
    );
    expect(fresh).not.toContain('sheet-old');
    expect(textOf(fresh)).not.toContain('nothing newer');
  });

  test('can carry tools at its head and a foot', () => {
    const html = renderPart(
      <EdgeLayout edge="the edge">
        <Sheet tools={<a href="/all">All</a>} foot="foot" isFlush>
          body
        </Sheet>
      </EdgeLayout>,
    );
    expect(textOf(html)).toBe('the edge All body foot');
  });
});
