/** Asks the portal in every way in which it answers an address, and tells answers apart by what they say. */
import { createHash } from 'node:crypto';
import { pdfPages } from '#test/support/pdf-text.ts';
import type { Call, TestPortal } from '#test/support/portal.ts';

export type Answer = {
  path: string;
  status: number;
  /** Where it leads, what kind of thing it is, how it is to be kept. */
  headers: Record<string, string>;
  /** Of a PDF, what a reader reads. */
  text: string;
};

const TOLD_HEADERS = ['location', 'content-type', 'content-disposition', 'cache-control', 'set-cookie'];

/** Random, as it should be. */
const COOKIE_VALUE = /=[\w-]{43}(?=;)/g;

/** The page, and the data that the framework’s own client would ask for: of all its routes, and of the page's route alone. */
export function waysOf(path: string): string[] {
  const [pathname = '', query = ''] = path.split('?');
  const data = pathname === '/' ? '/_root.data' : `${pathname}.data`;
  return [path, query === '' ? data : `${data}?${query}`];
}

/** The same data, without the layouts around the page: what a guard in a layout alone would not protect. */
export function pageDataOf(path: string, file: string): string {
  const [, data = ''] = waysOf(path);
  return `${data}${data.includes('?') ? '&' : '?'}_routes=${encodeURIComponent(file.replace(/\.tsx?$/, ''))}`;
}

export async function ask(portal: TestPortal, path: string, call: Call): Promise<Answer> {
  const response = await portal.request(path, call);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const headers: Record<string, string> = {};
  for (const name of TOLD_HEADERS) {
    const value = response.headers.get(name);
    if (value !== null) headers[name] = value.replaceAll(COOKIE_VALUE, '=·');
  }
  const isPdf = headers['content-type'] === 'application/pdf';
  const text = isPdf ? textOfPaper(bytes) : Buffer.from(bytes).toString('utf8');
  const requestId = response.headers.get('x-request-id') ?? '';
  const nonce = /'nonce-([^']+)'/.exec(response.headers.get('content-security-policy') ?? '')?.[1] ?? '';
  return {
    path,
    status: response.status,
    headers,
    text: without(text, [requestId, nonce, ...draftKeysIn(text)]),
  };
}

/** The few papers of this world are asked for thousands of times; the same bytes say the same. */
const readPapers = new Map<string, string>();

function textOfPaper(pdf: Uint8Array): string {
  const digest = createHash('sha256').update(pdf).digest('hex');
  const text = readPapers.get(digest) ?? pdfPages(pdf).join('\n');
  readPapers.set(digest, text);
  return text;
}

/** Of the session that asks, each with its own: what is typed is sealed under them. */
function draftKeysIn(text: string): string[] {
  const keys = [...text.matchAll(/data-draft-keys="([^"]*)"|"draftKeys",\["([^"]*)"/g)];
  return keys.flatMap(([, inPage = '', inData = '']) => `${inPage}${inData}`.split(' '));
}

/** The answer with what it was asked about taken out, so that answers about two things can be compared. */
export function withoutWords({ path, text, headers, ...answer }: Answer, words: readonly string[]): Answer {
  const told = Object.entries(headers).map(([name, value]) => [name, without(value, words)]);
  return {
    ...answer,
    path: without(path, words),
    text: without(text, words),
    headers: Object.fromEntries(told) as Record<string, string>,
  };
}

/** Where two answers begin to differ, with some words around; null when they are the same. */
export function differenceOf(one: Answer, other: Answer): string | null {
  const [left, right] = [one, other].map(({ status, ...answer }) => `${status} ${saidBy(answer)}`);
  if (left === undefined || right === undefined || left === right) return null;
  const at = Array.from(left).findIndex((character, index) => character !== right[index]);
  const around = (text: string) => text.slice(Math.max(0, at - 60), at + 60);
  return `${one.path}: ${around(left)} | ${around(right)}`;
}

/** Everything that an answer says, its headers included. */
export function saidBy({ text, headers }: Pick<Answer, 'text' | 'headers'>): string {
  return [...Object.values(headers), text].join('\n');
}

function without(text: string, words: readonly string[]): string {
  return words
    .filter((word) => word !== '')
    .flatMap((word) => [encodeURIComponent(word), word.replaceAll(' ', '+'), word])
    .reduce((rest, word) => rest.replaceAll(word, '·'), text);
}
