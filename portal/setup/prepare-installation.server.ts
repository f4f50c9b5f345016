import { readFileSync } from 'node:fs';
import { SYSTEM_ACTOR } from '#auth/audit/audit-event.ts';
import { DEMO_POLICY, PRODUCTION_POLICY, Policy, findPolicyFaults } from '#auth/policy/policy.ts';
import { loadDemo } from '../demo/load-demo.server.ts';
import { openDocuments } from '../start-services.server.ts';
import type { Env } from '../env.server.ts';
import type { BaseServices } from '../start-services.server.ts';
import type { Secrets } from '../secrets.server.ts';

export type PrepareInstallation = BaseServices & {
  env: Env;
  secrets: Secrets;
  print: (line: string) => void;
};

export type PrepareInstallationOutcome = { ok: true } | { ok: false; faults: string[] };

/**
 * Writes down what an empty installation is: mode, relying party, the first version of its rules; in the demo also
 * the demo company. A second call changes nothing.
 * @returns the faults of POLICY_FILE, with nothing written
 */
export async function prepareInstallation(deps: PrepareInstallation): Promise<PrepareInstallationOutcome> {
  const { db, env } = deps;
  const existing = await db.installation.findUnique({
    where: { id: 1 },
    select: { mode: true, demoLoadedAt: true },
  });
  if (existing === null) {
    const first = readFirstPolicy(env);
    if (!first.ok) return first;
    await writeInstallation(deps, first.policy);
    deps.print(`installation: ${env.mode}, keys bound to ${env.rpId}`);
  }
  const { mode, demoLoadedAt } = existing ?? { mode: env.mode, demoLoadedAt: null };
  if (env.mode === 'demo' && mode === 'demo' && demoLoadedAt === null) {
    await loadDemo({ ...deps, documents: openDocuments(env, deps.secrets), timeZone: env.timeZone });
  }
  return { ok: true };
}

async function writeInstallation(
  { db, audit, auth, env }: PrepareInstallation,
  policy: Policy,
): Promise<void> {
  const now = auth.now();
  await db.$transaction(async (tx) => {
    await tx.installation.create({
      data: { id: 1, mode: env.mode, rpId: env.rpId, timeZone: env.timeZone, installedAt: now },
      select: { id: true },
    });
    await tx.policyVersion.create({
      data: { version: 1, policyJson: JSON.stringify(policy), reason: 'first start', createdAt: now },
      select: { version: true },
    });
    await audit.record(tx, {
      type: 'installation_created',
      result: 'ok',
      actorId: SYSTEM_ACTOR,
      reason: env.mode,
      at: now,
    });
  });
}

type FirstPolicy = { ok: true; policy: Policy } | { ok: false; faults: string[] };

/** POLICY_FILE seeds the first version; afterwards the database rules. */
function readFirstPolicy({ mode, policyFile }: Env): FirstPolicy {
  if (policyFile === undefined)
    return { ok: true, policy: mode === 'demo' ? DEMO_POLICY : PRODUCTION_POLICY };
  const refuse = (sentences: string[]): FirstPolicy => ({
    ok: false,
    faults: sentences.map((sentence) => `POLICY_FILE: ${policyFile}: ${sentence}`),
  });
  const read = readJson(policyFile);
  if (!read.ok) return refuse([read.fault]);
  const parsed = Policy.safeParse(read.value);
  if (!parsed.success) {
    return refuse(
      parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`),
    );
  }
  // Rules that no start would accept could not be changed any more either: models of keys are added afterwards.
  const tooWeak = findPolicyFaults(parsed.data, mode, 1);
  return tooWeak.length > 0 ? refuse(tooWeak) : { ok: true, policy: parsed.data };
}

function readJson(file: string): { ok: true; value: unknown } | { ok: false; fault: string } {
  try {
    return { ok: true, value: JSON.parse(readFileSync(file, 'utf8')) };
  } catch (error) {
    if (error instanceof SyntaxError) return { ok: false, fault: 'is no JSON' };
    if (error instanceof Error && 'code' in error)
      return { ok: false, fault: `can't be read (${String(error.code)})` };
    throw error;
  }
}
