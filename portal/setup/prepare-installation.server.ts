import { readFileSync } from 'node:fs';
import { SYSTEM_ACTOR } from '#auth/audit/audit-event.ts';
import { DEMO_POLICY, PRODUCTION_POLICY, Policy } from '#auth/policy/policy.ts';
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

/**
 * Writes down what an empty installation is: mode, relying party, the first version of its rules; in the demo also
 * the demo company. A second call changes nothing.
 */
export async function prepareInstallation(deps: PrepareInstallation): Promise<void> {
  const { db, audit, auth, env } = deps;
  const existing = await db.installation.findUnique({
    where: { id: 1 },
    select: { mode: true, demoLoadedAt: true },
  });
  if (existing === null) {
    const policy = firstPolicy(env);
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
    deps.print(`installation: ${env.mode}, keys bound to ${env.rpId}`);
  }
  if (
    env.mode === 'demo' &&
    (existing === null || (existing.mode === 'demo' && existing.demoLoadedAt === null))
  ) {
    await loadDemo({ ...deps, documents: openDocuments(env, deps.secrets), timeZone: env.timeZone });
  }
}

/** POLICY_FILE seeds the first version; afterwards the database rules. */
function firstPolicy({ mode, policyFile }: Env): Policy {
  if (policyFile === undefined) return mode === 'demo' ? DEMO_POLICY : PRODUCTION_POLICY;
  return Policy.parse(JSON.parse(readFileSync(policyFile, 'utf8')));
}
