import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeAr } from '#key-agent/packaging/archives/ar.ts';
import { readTar } from '#key-agent/packaging/archives/read-tar.ts';
import { writeTar } from '#key-agent/packaging/archives/tar.ts';
import { writeZip } from '#key-agent/packaging/archives/zip.ts';
import { textEntry } from '#key-agent/packaging/entry.ts';
import type { Entry } from '#key-agent/packaging/entry.ts';
import { AGENT_VERSION } from '#key-agent/version.ts';

const LONG = `usr/lib/${'folder/'.repeat(14)}program.mjs`;
const ENTRIES: Entry[] = [
  textEntry('usr/bin/program', '#!/bin/sh\n', true),
  textEntry(LONG, 'x'.repeat(1_000)),
  { path: 'usr/lib/alias', linkTo: '../bin/program' },
];

test('a package is the same, byte for byte, whatever the order in which its files were found', async () => {
  const other = ENTRIES.toReversed();
  expect(Buffer.from(writeTar(ENTRIES)).equals(Buffer.from(writeTar(other)))).toBe(true);
  const [files, shuffled] = [ENTRIES.slice(0, 2), other.slice(1)];
  expect(Buffer.from(await writeZip(files)).equals(Buffer.from(await writeZip(shuffled)))).toBe(true);
});

test('the tar archive is one that tar itself reads, with its folders, its rights, its link and a long name', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'brelok-tar-'));
  const file = join(folder, 'a.tar');
  await writeFile(file, writeTar(ENTRIES, './'));
  const listed = execFileSync('tar', ['--utc', '--list', '--verbose', '--file', file], { encoding: 'utf8' });
  await rm(folder, { recursive: true });
  const lines = listed.trimEnd().split('\n');
  expect(lines).toContain('drwxr-xr-x root/root         0 2026-01-01 00:00 ./usr/bin/');
  expect(lines).toContain('-rwxr-xr-x root/root        10 2026-01-01 00:00 ./usr/bin/program');
  expect(lines).toContain(
    'lrwxrwxrwx root/root         0 2026-01-01 00:00 ./usr/lib/alias -> ../bin/program',
  );
  expect(lines).toContain(`-rw-r--r-- root/root      1000 2026-01-01 00:00 ./${LONG}`);
});

test('what was written into a tar archive is read from it again', () => {
  const files = readTar(writeTar(ENTRIES, 'package/'));
  expect([...files.keys()]).toEqual(['package/usr/bin/program', `package/${LONG}`]);
  expect(Buffer.from(files.get(`package/${LONG}`) ?? []).toString()).toBe('x'.repeat(1_000));
});

test('a name that has no place in a tar archive, or a link in a zip, is a fault of the build', async () => {
  expect(() => writeTar([textEntry('y'.repeat(101), '')])).toThrow('too long');
  expect(() => writeTar([textEntry(`${'z'.repeat(156)}/x`, '')])).toThrow('too long');
  await expect(writeZip(ENTRIES)).rejects.toThrow('no links');
});

test('members of an ar archive begin at even places', () => {
  const archive = Buffer.from(
    writeAr([
      { name: 'odd', bytes: Buffer.from('abc') },
      { name: 'next', bytes: Buffer.from('d') },
    ]),
  );
  expect(archive.subarray(0, 8).toString()).toBe('!<arch>\n');
  expect(archive.subarray(8, 68).toString()).toBe(
    'odd             1767225600  0     0     100644  3         `\n',
  );
  expect(archive.indexOf('next')).toBe(72);
});

test('the agent bears the version of the project', async () => {
  const { version } = JSON.parse(await readFile(new URL('../../../package.json', import.meta.url), 'utf8'));
  expect(AGENT_VERSION).toBe(version);
});
