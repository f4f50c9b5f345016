import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { writeCheckpoint } from '#auth/audit/write-checkpoint.ts';
import { COMMANDS } from '#portal/cli/commands.ts';
import { runCommandLine } from '#portal/cli/run-command-line.ts';
import { NOT_SET_UP } from '#portal/check-start.server.ts';
import { readEnv } from '#portal/env.server.ts';
import { loadSecrets } from '#portal/secrets.server.ts';
import { prepareInstallation } from '#portal/setup/prepare-installation.server.ts';
import { attack } from '#test/support/audit-log.ts';
import { productionVariables, test as withInstallation } from '#test/support/installation.ts';
import type { Installation } from '#test/support/installation.ts';

type Answer = { exitCode: number; printed: string; errors: string };

const test = withInstallation.extend<{
  /** Types a command in the data folder, with the settings of a demo on the test's database. */
  brelok: (...words: string[]) => Promise<Answer>;
}>({
  brelok: ({ dataDir, databaseUrl }, use) =>
    use((...words) => type(words, { calledFrom: dataDir, DATA_DIR: dataDir, DATABASE_URL: databaseUrl })),
});

test('help lists every command, and so does no word at all', async ({ brelok }) => {
  const { exitCode, printed } = await brelok('help');
  expect(exitCode).toBe(0);
  const listed = printed.split('\n').map((line) => line.trim().replace(/ {2,}/, ': '));
  expect(listed).toEqual(expect.arrayContaining(COMMANDS.map(({ name, summary }) => `${name}: ${summary}`)));
  expect(await brelok()).toEqual(await brelok('help'));
  expect(await brelok('--help')).toEqual(await brelok('help'));
});

test.for(COMMANDS.map(({ name }) => name))(
  '%s tells how it is called and what its exit codes mean, and does nothing else',
  async (name, { brelok, dataDir }) => {
    const words = name.split(' ');
    const { exitCode, printed } = await brelok(...words, '--help');
    expect(exitCode).toBe(0);
    expect(printed).toMatch(new RegExp(`^Usage: npm run brelok -- ${name}`));
    expect(printed).toMatch(/Exit codes: 0 /);
    expect((await brelok(...words, 'x', '-h')).printed).toBe(printed);
    expect((await brelok('help', ...words)).printed).toBe(printed);
    expect(readdirSync(dataDir)).toEqual([]);
  },
);

test.for(COMMANDS.map(({ name }) => name))(
  '%s refuses an option that it does not know, and says what to type',
  async (name, { brelok, dataDir }) => {
    const { exitCode, errors } = await brelok(...name.split(' '), '--no-such-option');
    expect(exitCode).toBe(2);
    expect(errors).toContain("Unknown option '--no-such-option'");
    expect(errors).toContain(`Usage: npm run brelok -- ${name}`);
    expect(readdirSync(dataDir)).toEqual([]);
  },
);

test.for(['enrol-link', 'demo generate', 'audit verify', 'doctor', 'secrets generate', 'migrate', 'prepare'])(
  '%s refuses a word too many rather than passing over it',
  async (name, { brelok }) => {
    const { exitCode, errors } = await brelok(...name.split(' '), 'extra');
    expect([exitCode, errors.split('\n')[0]]).toEqual([2, expect.stringContaining("argument 'extra'")]);
  },
);

test('an unknown command is refused with the list of those that there are', async ({ brelok }) => {
  for (const words of [['enroll'], ['audit'], ['help', 'audit'], ['--version']]) {
    const { exitCode, errors } = await brelok(...words);
    expect(exitCode, words.join(' ')).toBe(2);
    expect(errors).toContain('There is no command "');
    expect(errors).toContain('enrol-link');
  }
});

test('a command on unfit settings tells every fault and does nothing', async ({ dataDir }) => {
  const variables = { BRELOK_MODE: 'production', DATA_DIR: join(dataDir, 'none'), TIME_ZONE: 'x' };
  const { exitCode, errors } = await type(['doctor'], { calledFrom: dataDir, ...variables });
  expect(exitCode).toBe(1);
  expect(errors.split('\n').map((line) => line.split(':')[0])).toEqual([
    'TIME_ZONE',
    'ORIGIN',
    'PEPPER',
    'COOKIE_KEYS',
    'ENVELOPE_KEY',
    'AUDIT_KEY',
    'CHECKPOINT_KEY',
    'AGENT_SIGNING_KEY',
  ]);
  expect(existsSync(variables.DATA_DIR)).toBe(false);
});

test('secrets generate prints a fresh set that production accepts, before production has any setting', async ({
  dataDir,
}) => {
  const settings = { BRELOK_MODE: 'production', DATA_DIR: dataDir };
  const { exitCode, printed } = await type(['secrets', 'generate'], { calledFrom: dataDir, ...settings });
  expect(exitCode).toBe(0);
  const set = Object.fromEntries(printed.split('\n').map((line) => line.split('=')));
  const read = readEnv({ ...settings, ORIGIN: 'https://portal.example', ...set });
  expect(read.ok && loadSecrets(read.env).ok).toBe(true);
  const again = await type(['secrets', 'generate'], { calledFrom: dataDir, ...settings });
  expect(again.printed).not.toBe(printed);
});

test('agent-keys change adds keys, refuses a second change meanwhile, and takes the old ones away with --end', async ({
  brelok,
  openInstallation,
}) => {
  await setUp(openInstallation());
  const said: [number, string][] = [];
  for (const option of [[], [], ['--end'], ['--end']]) {
    const { exitCode, printed, errors } = await brelok('agent-keys', 'change', ...option);
    said.push([exitCode, (printed + errors).trim()]);
  }
  expect(said).toEqual([
    [0, 'keys towards agents: version 2, new ones added'],
    [1, expect.stringContaining('a change is under way already')],
    [0, 'keys towards agents: version 3, old ones taken away'],
    [1, expect.stringContaining('no change is under way')],
  ]);
});

test.for(['doctor', 'audit verify', 'enrol-link --role loyalty --holder X'])(
  '%s on an empty data folder says what to run, and leaves it empty',
  async (line, { dataDir }) => {
    const folder = join(dataDir, 'none');
    const { exitCode, errors } = await type(line.split(' '), { calledFrom: dataDir, DATA_DIR: folder });
    expect(exitCode).toBe(1);
    expect(errors).toContain(NOT_SET_UP);
    expect(existsSync(folder)).toBe(false);
  },
);

test.for([
  'import file-drop .',
  'import commerceml x.xml',
  'enrol-link --role loyalty --holder X',
  'prepare',
])(
  '%s in the demo’s mode leaves a production installation alone, and makes no keys for it',
  async (words, { brelok, db, dataDir, openInstallation }) => {
    await setUp(openInstallation(productionVariables()));
    const events = await db.auditEvent.count();
    const { exitCode, errors } = await brelok(...words.split(' '));
    expect(exitCode).toBe(1);
    expect(errors).toContain('BRELOK_MODE: this database belongs to a production installation');
    expect(await db.auditEvent.count()).toBe(events);
    expect(existsSync(join(dataDir, 'demo-secrets.json'))).toBe(false);
  },
);

test('doctor says that an installation would start, or lists why it would not', async ({
  db,
  dataDir,
  databaseUrl,
  openInstallation,
}) => {
  const variables = productionVariables();
  await setUp(openInstallation(variables));
  const settings = { calledFrom: dataDir, DATA_DIR: dataDir, DATABASE_URL: databaseUrl, ...variables };
  const lacking = await type(['doctor'], { ...settings, RP_ID: 'example' });
  expect(lacking.exitCode).toBe(1);
  expect(lacking.errors.split('\n')).toEqual([
    expect.stringMatching(/^- RP_ID: keys here are bound to portal.example/),
    expect.stringMatching(/^- policy: attestation is required but no key model/),
  ]);
  const aaguid = '2fc0579f-8113-47ea-b116-bb5a8db9202a';
  await db.keyModel.create({
    data: { aaguid, name: 'Demo key', maker: 'Demo', rootsPem: '', addedAt: new Date() },
  });
  const sound = await type(['doctor'], settings);
  expect([sound.exitCode, sound.errors]).toEqual([0, '']);
  expect(sound.printed).toContain('mode      production');
  expect(sound.printed).toContain('all is well');
});

test('audit verify says that a whole log is whole and up to where it is anchored', async ({
  brelok,
  dataDir,
  openInstallation,
}) => {
  const installation = openInstallation();
  await setUp(installation);
  expect(await brelok('audit', 'verify')).toMatchObject({
    exitCode: 0,
    printed: expect.stringMatching(/^the log is whole: 1 events\nno checkpoint yet; not anchored since 20/),
  });
  await anchor(installation, join(dataDir, 'audit-checkpoints'));
  const anchored = await brelok('audit', 'verify');
  expect([anchored.exitCode, anchored.printed]).toEqual([
    0,
    expect.stringMatching(/anchored up to event 1 \(20/),
  ]);
});

test('audit verify finds an edited log, and names the event', async ({ brelok, db, openInstallation }) => {
  await setUp(openInstallation());
  await attack(db, `UPDATE "AuditEvent" SET "reason" = 'other' WHERE "seq" = 1`);
  expect(await brelok('audit', 'verify')).toEqual({
    exitCode: 1,
    printed: '',
    errors: 'the log is not what was written: edited at event 1',
  });
});

test('a command makes no new keys for a demo that has lost its own', async ({
  brelok,
  dataDir,
  openInstallation,
}) => {
  await setUp(openInstallation());
  const keys = join(dataDir, 'demo-secrets.json');
  await rm(keys);
  for (const words of [['audit', 'verify'], ['prepare']]) {
    const { exitCode, errors } = await brelok(...words);
    expect([exitCode, errors]).toEqual([1, expect.stringContaining(`${keys} is missing`)]);
  }
  expect(existsSync(keys)).toBe(false);
});

test('audit verify holds the log against a copy of the checkpoints in a folder that the operator names', async ({
  brelok,
  db,
  dataDir,
  openInstallation,
}) => {
  const installation = openInstallation();
  await setUp(installation);
  await anchor(installation, join(dataDir, 'off-site'));
  await attack(db, `DELETE FROM "AuditEvent"`);
  expect((await brelok('audit', 'verify')).exitCode).toBe(0);
  const against = await brelok('audit', 'verify', '--checkpoints', 'off-site');
  expect([against.exitCode, against.errors]).toEqual([1, expect.stringContaining('not what was written')]);
});

test('demo generate writes the same bytes for the same options, and nothing onto another drop', async ({
  brelok,
  dataDir,
}) => {
  const options = ['--orders', '3', '--customers', '1', '--seed', '9', '--today', '2026-03-05'];
  const first = await brelok('demo', 'generate', '--out', 'first', ...options);
  expect([first.exitCode, first.printed]).toEqual([0, expect.stringContaining('orders.csv: 3 rows')]);
  await brelok('demo', 'generate', '--out', 'second', ...options);
  expect(bytesOf(join(dataDir, 'second'))).toEqual(bytesOf(join(dataDir, 'first')));
  const onTop = await brelok('demo', 'generate', '--out', 'first', ...options);
  expect([onTop.exitCode, onTop.errors]).toEqual([1, expect.stringContaining('is not empty')]);
});

test.for([
  ['demo generate', '--out names the folder'],
  ['demo generate --out x --orders 0', '--orders is a whole number above zero'],
  ['demo generate --out x --today yesterday', '--today is a day such as 2026-03-05'],
  ['import file-drop', 'one folder is taken at a time'],
  ['import file-drop a b', 'one folder is taken at a time'],
  ['key-model add', 'give one FILE'],
  ['metadata import', 'give one FILE'],
  ['enrol-link --role king --holder X', '--role is one of administrator, account-manager'],
  ['enrol-link --role loyalty', '--holder names the person'],
] as const)(
  '"%s" is not understood, and the answer says what to type',
  async ([line, sentence], { brelok }) => {
    const { exitCode, errors } = await brelok(...line.split(' '));
    expect([exitCode, errors]).toEqual([2, expect.stringContaining(sentence)]);
  },
);

test('a file that can’t be read, or is no JSON, is said to be so', async ({
  brelok,
  dataDir,
  openInstallation,
}) => {
  await setUp(openInstallation());
  await writeFile(join(dataDir, 'model.json'), 'no JSON');
  for (const [file, sentence] of [
    ['none.json', "none.json: the file can't be read"],
    ['model.json', 'model.json: the file is no JSON'],
  ] as const) {
    expect(await brelok('key-model', 'add', file)).toEqual({ exitCode: 1, printed: '', errors: sentence });
  }
});

test('what nobody foresaw ends with exit code 3 and one sentence, and tells where only when asked', async ({
  brelok,
  dataDir,
}) => {
  await mkdir(join(dataDir, 'folder'));
  await writeFile(join(dataDir, 'folder', 'file'), '');
  const words = ['demo', 'generate', '--out', 'folder/file/drop'];
  const { exitCode, errors } = await brelok(...words);
  expect(exitCode).toBe(3);
  expect(errors).toMatch(/^demo generate failed: ENOTDIR: [^\n]+\nWith LOG_LEVEL=debug it tells where\.$/);
  const told = await type(words, { calledFrom: dataDir, DATA_DIR: dataDir, LOG_LEVEL: 'debug' });
  expect(told.errors).toMatch(/\n {4}at /);
});

async function type(
  words: string[],
  { calledFrom, ...variables }: { calledFrom: string } & Record<string, string>,
): Promise<Answer> {
  const [printed, errors]: [string[], string[]] = [[], []];
  const exitCode = await runCommandLine({
    words,
    variables,
    calledFrom,
    print: (text) => void printed.push(text),
    printError: (text) => void errors.push(text),
  });
  return { exitCode, printed: printed.join('\n'), errors: errors.join('\n') };
}

/** A first start, without the demo company: its import is another file's matter and takes its time. */
async function setUp(installation: Installation): Promise<void> {
  const env = { ...installation.env, mode: 'production' as const };
  await prepareInstallation({ ...installation, env, print: () => undefined });
  await installation.db.installation.update({ where: { id: 1 }, data: { mode: installation.env.mode } });
}

async function anchor({ db, secrets, auth }: Installation, folder: string): Promise<void> {
  await writeCheckpoint(db, { folder, privateKey: secrets.checkpointKey, at: auth.now() });
}

function bytesOf(dir: string): Record<string, string> {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const bytes = readFileSync(join(parentPath, name));
      return [name, createHash('sha256').update(bytes).digest('hex')];
    }),
  );
}
