import type { SecretName } from '../../env.server.ts';
import { findRotationFault, rotateKeys } from '../../rotate-secrets.ts';
import type { Rotation, RotationFault } from '../../rotate-secrets.ts';
import {
  ROTATED_NAMES,
  mintKeyFor,
  readSecretTexts,
  readSecrets,
  replaceDemoSecrets,
} from '../../secrets.server.ts';
import { UsageError, readOptions } from '../command.ts';
import type { Command, CommandCall, ExitCode } from '../command.ts';

export const secretsRotate: Command = {
  name: 'secrets rotate',
  summary: 'makes new keys while what older ones made still works',
  help: `Usage: npm run brelok -- secrets rotate [--only NAMES] [--prepare | --promote | --drop]

Puts a new key before the ones in use; those stay behind it and open what they made. In production it prints the new
NAME=value lines for the environment and stores nothing; in the demo it writes them to the data folder. A server takes
them at its next start. Nobody is signed out.

  --only NAMES   some of ${ROTATED_NAMES.join(',')}; default: all of them
  --prepare      for several servers on one database: adds the new key last, known and not in use. Restart each server
  --promote      then puts the last key first. Restart each server again
  --drop         keeps only the key in use. When: COOKIE_KEYS after an hour; ENVELOPE_KEY after \`documents reseal\`;
                 AUDIT_KEY never. PEPPER: what was made with a dropped one is dead, without a word. Claim codes expire;
                 a PIN moves to the new one when it is next typed right, so one not used since must be reset; the
                 stop codes on printed sheets never expire, so that each sheet from before must be printed anew

Exit codes: 0 printed or written; 1 there are no such keys, nothing changed; 2 not understood.`,
  run: async (call) => {
    const { only, ...chosen } = readOptions(call.args, {
      only: { type: 'string' },
      prepare: { type: 'boolean', default: false },
      promote: { type: 'boolean', default: false },
      drop: { type: 'boolean', default: false },
    });
    return rotate(call, { names: parseNames(only), rotation: parseRotation(chosen) });
  },
};

function rotate(
  { env, print, printError }: CommandCall,
  { names, rotation }: { names: readonly SecretName[]; rotation: Rotation },
): ExitCode {
  const loaded = readSecrets(env);
  const texts = readSecretTexts(env);
  if (!loaded.ok || texts === null) {
    for (const fault of loaded.ok ? [] : loaded.faults) printError(fault);
    return 1;
  }
  const faults = names.flatMap((name) => findRotationFault(name, texts[name] ?? '', rotation) ?? []);
  if (faults.length > 0) {
    for (const fault of faults) printError(sentenceOf(fault));
    return 1;
  }
  const rotated = Object.fromEntries(
    names.map((name) => [name, rotateKeys(texts[name] ?? '', rotation, () => mintKeyFor(env))]),
  );
  if (env.mode === 'production')
    for (const [name, value] of Object.entries(rotated)) print(`${name}=${value}`);
  else {
    replaceDemoSecrets(env, { ...texts, ...rotated });
    print(`written: ${names.join(', ')}; a server takes them at its next start`);
  }
  return 0;
}

function sentenceOf({ name, fault }: RotationFault): string {
  return fault === 'log_needs_it'
    ? `${name}: the audit log is verified with every key that it was ever written with; none may be dropped`
    : `${name}: there is one key only; run it with --prepare first`;
}

function parseNames(only: string | undefined): readonly SecretName[] {
  if (only === undefined) return ROTATED_NAMES;
  return only.split(',').map((text) => {
    const name = ROTATED_NAMES.find((known) => known === text.trim());
    if (name === undefined) throw new UsageError(`--only: ${ROTATED_NAMES.join(', ')} can be rotated`);
    return name;
  });
}

function parseRotation(chosen: Record<Exclude<Rotation, 'add'>, boolean>): Rotation {
  const rotations = (['prepare', 'promote', 'drop'] as const).filter((name) => chosen[name]);
  if (rotations.length > 1) throw new UsageError('one of --prepare, --promote and --drop at a time');
  return rotations[0] ?? 'add';
}
