/** A question for rows of a service with an interface of its own, as an address. The mapping says how it is written. */
import { SourceFault } from '../http/source-fault.ts';
import { localTimeText } from '../local-time.ts';
import type { Parameter, Rest } from '../mapping/rest.ts';

/** What may stand in the texts of parameters. */
export type Said = Partial<
  Record<'field' | 'time' | 'key' | 'fields' | 'size' | 'offset' | 'page' | 'index', string>
>;

/** Of terms of one parameter, all must hold. */
export type AskedParameter = { parameter: Parameter; said: Said; isTerm?: boolean };

const PLAIN_VALUE = /^[\p{L}\p{N}_.,:@/ +-]{1,2000}$/u;

/**
 * @param base address of the service; ends with a slash
 * @param own fixed parameters
 * @throws SourceFault `refused` for a value that could end the text that it stands in
 */
export function restUrl(
  base: URL,
  path: string,
  {
    rest,
    own,
    asked,
  }: { rest: Rest; own: Readonly<Record<string, string>>; asked: readonly AskedParameter[] },
): URL {
  const given = asked.map(({ parameter, said, isTerm = false }) => ({
    name: fill(parameter.name, said, 'plain'),
    text: fill(parameter.text, said, rest.escape),
    isTerm,
  }));
  const url = new URL(pathOf(path), base);
  url.search = [...Object.entries(own), ...together(given, rest)]
    .map(([name, text]) => `${encodeURIComponent(name)}=${encodeURIComponent(text)}`)
    .join('&');
  return url;
}

/** Names between slashes; a point alone would lead elsewhere. */
export function pathOf(path: string): string {
  const names = path.split('/');
  if (names.some((name) => /^\.*$/.test(name)))
    throw new SourceFault('refused', `"${path}" is no path of rows`);
  return names.map(encodeURIComponent).join('/');
}

type Given = { name: string; text: string; isTerm: boolean };

function together(given: readonly Given[], { together: how }: Rest): [string, string][] {
  const single = given.filter(({ isTerm }) => !isTerm || how === undefined);
  const terms = new Map<string, string[]>();
  for (const { name, text, isTerm } of given) {
    if (isTerm && how !== undefined) terms.set(name, [...(terms.get(name) ?? []), text]);
  }
  return [
    ...single.map(({ name, text }): [string, string] => [name, text]),
    ...[...terms].map(([name, texts]): [string, string] => [
      name,
      how === undefined ? '' : how.around.replace('{terms}', () => texts.join(how.by)),
    ]),
  ];
}

function fill(text: string, said: Said, escape: Rest['escape']): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const value = Object.entries(said).find(([known]) => known === name)?.[1];
    return value === undefined ? whole : escaped(value, escape);
  });
}

function escaped(value: string, escape: Rest['escape']): string {
  if (escape === 'json') return JSON.stringify(value).slice(1, -1);
  if (!PLAIN_VALUE.test(value)) {
    throw new SourceFault('refused', `"${value.slice(0, 60)}" can’t be written into a question`);
  }
  return value;
}

export function timeTextOf(ms: number, { times }: Pick<Rest, 'times'>, timeZone: string): string {
  const iso = new Date(ms).toISOString().slice(0, 'YYYY-MM-DDTHH:MM:SS'.length);
  switch (times) {
    case 'iso':
      return `${iso}Z`;
    case 'clock':
      return iso.replace('T', ' ');
    case 'zone-clock':
      return localTimeText(new Date(ms), timeZone);
    case 'epoch-seconds':
      return String(Math.floor(ms / 1_000));
  }
}
