import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import { addKeyModel } from '#auth/policy/change-key-models.ts';
import { parseKeyModel } from '#auth/policy/key-model.ts';
import { UsageError, readArguments } from '../command.ts';
import type { Command } from '../command.ts';
import { withServices } from '../open-services.ts';

const ModelFile = z.strictObject({
  aaguid: z.string(),
  name: z.string(),
  maker: z.string(),
  roots: z.union([z.string(), z.array(z.string()).transform((roots) => roots.join('\n'))]),
});

export const keyModelAdd: Command = {
  name: 'key-model add',
  summary: 'lets keys of a model prove themselves by their maker’s certificates',
  help: `Usage: npm run brelok -- key-model add FILE

FILE is JSON: { "aaguid": "…", "name": "…", "maker": "…", "roots": ["-----BEGIN CERTIFICATE-----…"] }. The maker
publishes the AAGUID and the root certificates; compare the printed fingerprints with its page. A model of the same
AAGUID is replaced. Production does not start before one model is known.

Exit codes: 0 added; 1 refused, nothing changed; 2 not understood.`,
  run: async (call) => {
    const { positionals } = readArguments(call.args, {});
    const [path, ...others] = positionals;
    if (path === undefined || others.length > 0) throw new UsageError('give one FILE');
    const text = await readIfPossible(resolve(call.calledFrom, path));
    if (text === null) {
      call.printError(`${path}: the file can't be read`);
      return 1;
    }
    const content = parseJson(text);
    if (content === undefined) {
      call.printError(`${path}: the file is no JSON`);
      return 1;
    }
    const read = ModelFile.safeParse(content);
    if (!read.success) {
      call.printError(`${path}: ${z.prettifyError(read.error)}`);
      return 1;
    }
    const parsed = parseKeyModel(read.data, new Date());
    if (!parsed.ok) {
      for (const [field, fault] of Object.entries(parsed.faults))
        call.printError(`${path}: ${field}: ${fault}`);
      return 1;
    }
    return withServices(call, async ({ db, audit, auth }) => {
      const { model, roots } = parsed;
      const { isNew } = await addKeyModel({ db, audit, now: auth.now }, model);
      call.print(`${isNew ? 'added' : 'replaced'} ${model.name} of ${model.maker}, ${model.aaguid}`);
      for (const { subject, fingerprint } of roots) call.print(`  ${subject} SHA-256 ${fingerprint}`);
      return 0;
    });
  },
};

async function readIfPossible(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
