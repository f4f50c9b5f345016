import { expect, test } from 'vitest';
import { Fob, FobGlyph } from '#portal/ui/fob.tsx';
import { LockedScreen } from '#portal/ui/locked-screen.tsx';
import { renderPart, textOf } from '#test/support/render-part.tsx';

const contactsOf = (html: string) => html.split('class="contact"').length - 1;

test('the number of contacts says what the key opens, apart from any colour', () => {
  const contacts = (['everything', 'prices', 'goods', 'status'] as const).map((reach) =>
    contactsOf(renderPart(<FobGlyph state="plugged" reach={reach} />)),
  );
  expect(contacts).toEqual([4, 3, 2, 1]);
});

test('a locked key opens nothing and counts no minutes', () => {
  const html = renderPart(<Fob fob={{ state: 'locked', reach: 'everything', minutesLeft: 0 }} href="/key" />);
  expect(contactsOf(html)).toBe(0);
  expect(html).not.toContain('data-minutes-left');
  expect(textOf(html)).toContain('locked');
});

test('plugged, locked and not watched are three different drawings', () => {
  const drawings = (['plugged', 'locked', 'not-watched'] as const).map((state) =>
    renderPart(<FobGlyph state={state} reach="everything" />).replace(/class="[^"]*"/g, ''),
  );
  expect(new Set(drawings).size).toBe(3);
});

test('a staff key says what it opens in its own words, and no number of a tier', () => {
  const fob = {
    state: 'plugged',
    reach: 'everything',
    opens: 'Opens the key desk',
    minutesLeft: 12,
  } as const;
  const text = textOf(renderPart(<Fob fob={fob} href="/key" />));
  expect(text).toBe('My key and sessions: Opens the key desk , 12 min left , key plugged in');
  expect(text).not.toMatch(/tier|level/i);
});

test('a locked session is the key, what locked it, and the way back', () => {
  const html = renderPart(
    <LockedScreen reach="everything" why="Его закрыли вручную.">
      <button>Unlock</button>
    </LockedScreen>,
    { locale: 'ru' },
  );
  expect(textOf(html)).toBe(
    'Портал закрыт Его закрыли вручную. Введённое сохранено. Вставьте тот же брелок и коснитесь его, чтобы продолжить. Unlock',
  );
});
