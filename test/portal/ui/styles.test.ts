import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { buildSync } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { contrastRatio, oklchToLinearSrgb, toHex } from '#test/support/oklch.ts';

const STYLES = 'portal/styles';
const CSS_LIMIT_BYTES = 15_000;
const TOKEN = /--([a-z-]+): light-dark\(oklch\(([\d. ]+)\), oklch\(([\d. ]+)\)\);/g;

const tokensCss = readFileSync(`${STYLES}/tokens.css`, 'utf8');
const themes = readThemes();
const SURFACES = ['paper', 'sheet'];

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  const colour = (name: string) => {
    const found = themes[theme].get(name);
    if (!found) throw new Error(`no token --${name}`);
    return found;
  };

  test.each(['ink', 'ink-soft', 'petrol', 'petrol-deep', 'good', 'watch', 'bad'])(
    'text in %s can be read on every surface (4.5 to 1)',
    (name) => {
      for (const surface of SURFACES) {
        expect(contrastRatio(colour(name), colour(surface)), surface).toBeGreaterThanOrEqual(4.5);
      }
    },
  );

  test.each(['brass', 'control-line', 'petrol', 'good', 'watch', 'bad'])(
    'marks and borders in %s can be seen on every surface (3 to 1)',
    (name) => {
      for (const surface of SURFACES) {
        expect(contrastRatio(colour(name), colour(surface)), surface).toBeGreaterThanOrEqual(3);
      }
    },
  );

  test.each(['petrol', 'petrol-deep', 'bad'])('words on a button filled with %s can be read', (name) => {
    expect(contrastRatio(colour('on-fill'), colour(name))).toBeGreaterThanOrEqual(4.5);
  });

  test('every colour exists on an ordinary screen', () => {
    for (const [name, channels] of themes[theme]) {
      for (const channel of channels) {
        expect(channel, name).toBeGreaterThan(-0.001);
        expect(channel, name).toBeLessThan(1.001);
      }
    }
  });
});

test('an older browser gets the light theme in the same colours', () => {
  const fallback = tokensCss.slice(tokensCss.indexOf('@supports not'));
  for (const [name, channels] of themes.light) {
    expect(fallback, name).toContain(`--${name}: ${toHex(channels)};`);
  }
});

test('every custom property that a rule uses is defined', () => {
  const all = readdirSync(STYLES)
    .map((file) => readFileSync(`${STYLES}/${file}`, 'utf8'))
    .join('\n');
  const defined = new Set([...all.matchAll(/(--[a-z0-9-]+):/g)].map((match) => match[1]));
  for (const [, name] of all.matchAll(/var\((--[a-z0-9-]+)\)/g)) expect(defined).toContain(name);
});

test('the whole stylesheet weighs at most 15 kB on the wire', () => {
  const built = buildSync({
    entryPoints: [`${STYLES}/portal.css`],
    bundle: true,
    minify: true,
    write: false,
    external: ['*.woff2'],
    logLevel: 'silent',
  });
  const css = built.outputFiles[0]?.contents ?? new Uint8Array();
  expect(css.byteLength).toBeGreaterThan(10_000);
  expect(gzipSync(css).byteLength).toBeLessThanOrEqual(CSS_LIMIT_BYTES);
});

/** Mail programs read no style sheet; no browser gets it as a page of ours. */
const LETTER = 'letters/letter-sheet.tsx';

test('pages style themselves by classes that exist, never by attributes that the policy forbids', () => {
  const css = readdirSync(STYLES)
    .map((file) => readFileSync(`${STYLES}/${file}`, 'utf8'))
    .join('\n');
  const defined = new Set([...css.matchAll(/\.([a-z][a-z0-9-]*)/g)].map((match) => match[1]));
  const components = readdirSync('portal', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.tsx'))
    .map((path) => ({ path, source: readFileSync(`portal/${path}`, 'utf8') }));

  expect(components.length).toBeGreaterThan(20);
  for (const { path, source } of components) {
    if (path === LETTER) continue;
    expect(source, path).not.toMatch(/\sstyle=|dangerouslySetInnerHTML/);
    for (const [, names = ''] of source.matchAll(/className="([^"]+)"/g)) {
      for (const name of names.split(' ')) expect(defined, path).toContain(name);
    }
  }
});

test('nothing in the stylesheet is fetched from elsewhere', () => {
  for (const file of readdirSync(STYLES)) {
    expect(readFileSync(`${STYLES}/${file}`, 'utf8'), file).not.toMatch(/https?:|url\(['"]?data:/);
  }
});

function readThemes() {
  const light = new Map<string, number[]>();
  const dark = new Map<string, number[]>();
  for (const [, name = '', ofLight = '', ofDark = ''] of tokensCss.matchAll(TOKEN)) {
    light.set(name, toChannels(ofLight));
    dark.set(name, toChannels(ofDark));
  }
  return { light, dark };
}

function toChannels(text: string): number[] {
  const [lightness = 0, chroma = 0, hue = 0] = text.split(' ').map(Number);
  return oklchToLinearSrgb(lightness, chroma, hue);
}
