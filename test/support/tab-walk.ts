/** A page as somebody without a mouse goes through it. */
import type { Page } from '@playwright/test';

/** What can be used with a keyboard. A date field has stops of its own inside; they count as one. */
const CONTROLS = 'a[href], button, input:not([type="hidden"]), select, textarea, summary, [tabindex="0"]';
const RING_MIN_PX = 2;

type Stop = { index: number; name: string; hasRing: boolean; isSeen: boolean };

/**
 * Presses Tab from the top of the page to its end.
 * @returns what is wrong: controls left out or met in another order than they are read, stops without a focus ring, and
 * stops that something else covers
 */
export async function findKeyboardFaults(page: Page): Promise<string[]> {
  const names = await page.evaluate(listControls, CONTROLS);
  const stops = await pressTabToTheEnd(page, names.length);
  const missed = names.filter((_, index) => !stops.some((stop) => stop.index === index));
  const order = stops.map(({ index }) => index);
  return [
    ...(names.length === 0 ? ['the page has nothing to use'] : []),
    ...missed.map((name) => `no Tab leads to ${name}`),
    ...stops
      .filter(({ index }, at) => index < (order[at - 1] ?? -1))
      .map(({ name }) => `out of order: ${name}`),
    ...stops.filter(({ hasRing }) => !hasRing).map(({ name }) => `no focus ring: ${name}`),
    ...stops.filter(({ isSeen }) => !isSeen).map(({ name }) => `covered: ${name}`),
  ];
}

async function pressTabToTheEnd(page: Page, controlCount: number): Promise<Stop[]> {
  const stops: Stop[] = [];
  const most = controlCount * 5 + 5; // a date field takes up to five
  for (let press = 0; press < most; press += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(describeStop, { controls: CONTROLS, ringMinPx: RING_MIN_PX });
    if (stop === null) break;
    if (stop.index === stops[0]?.index && stops.length > 1) break;
    if (stop.index !== stops.at(-1)?.index) stops.push(stop);
  }
  return stops;
}

/** Runs in the page. */
function listControls(controls: string): string[] {
  return [...document.querySelectorAll<HTMLElement>(controls)]
    .filter((element) => element.checkVisibility() && !element.matches(':disabled'))
    .map((element) => element.outerHTML.slice(0, 120));
}

/** Runs in the page. Null where the focus has left it. */
function describeStop({ controls, ringMinPx }: { controls: string; ringMinPx: number }): Stop | null {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement) || element === document.body) return null;
  const visible = [...document.querySelectorAll<HTMLElement>(controls)].filter(
    (control) => control.checkVisibility() && !control.matches(':disabled'),
  );
  const rings = [undefined, '::before', '::after'].map((part) => getComputedStyle(element, part));
  const { left, top, width, height } = element.getBoundingClientRect();
  const points = [0.1, 0.5, 0.9].map((part) => [left + width * part, top + height / 2] as const);
  return {
    index: visible.indexOf(element),
    name: element.outerHTML.slice(0, 120),
    hasRing: rings.some(
      ({ outlineStyle, outlineWidth }) => outlineStyle !== 'none' && parseFloat(outlineWidth) >= ringMinPx,
    ),
    isSeen: points.some(([x, y]) => {
      const top = document.elementFromPoint(x, y);
      return top !== null && (element.contains(top) || top.contains(element));
    }),
  };
}
