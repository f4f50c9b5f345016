import { join, resolve } from 'node:path';
import { readCheckpoints } from '#auth/audit/checkpoint-file.ts';
import { verifyAudit } from '#auth/audit/verify-audit.ts';
import type { AuditVerdict } from '#auth/audit/verify-audit.ts';
import { readOptions } from '../command.ts';
import type { Command } from '../command.ts';
import { withServices } from '../open-services.ts';

export const auditVerify: Command = {
  name: 'audit verify',
  summary: 'proves that nobody changed the audit log',
  help: `Usage: npm run brelok -- audit verify [--checkpoints FOLDER]

Reads the whole log and its signed checkpoints and names the first event that is not what was written.
Keep copies of the checkpoint file off this machine, and verify against a copy: whoever can write to both the
database and the file can make them agree.

  --checkpoints FOLDER   where the checkpoint file lies; default: audit-checkpoints in DATA_DIR

Exit codes: 0 the log is whole; 1 it is not; 2 not understood.`,
  run: async (call) => {
    const { checkpoints: named } = readOptions(call.args, { checkpoints: { type: 'string' } });
    const folder =
      named === undefined ? join(call.env.dataDir, 'audit-checkpoints') : resolve(call.calledFrom, named);
    return withServices(call, async ({ db, secrets }) => {
      const checkpoints = await readCheckpoints(folder, secrets.checkpointPublicKey);
      const verdict = await verifyAudit(db, { auditKeys: secrets.auditKeys, checkpoints });
      if (!verdict.ok) {
        call.printError(sentenceOfFault(verdict));
        return 1;
      }
      call.print(`the log is whole: ${verdict.events} events`);
      call.print(sentenceOfAnchor(verdict));
      return 0;
    });
  },
};

function sentenceOfFault(verdict: AuditVerdict & { ok: false }): string {
  if (verdict.fault === 'checkpoint_forged') return `line ${verdict.line} of the checkpoint file is not ours`;
  if (verdict.fault === 'key_missing')
    return `AUDIT_KEY: the key is missing that the log was written with at event ${verdict.seq}; give all keys that it ever had, the newest first`;
  if (verdict.fault === 'newest_key_unused')
    return 'AUDIT_KEY: the log does not go on under the first key. If no server was started with it yet, start one; if one was, somebody who has an older key wrote the log anew';
  return `the log is not what was written: ${verdict.fault} at event ${verdict.seq}`;
}

function sentenceOfAnchor({ anchored, notAnchoredSince }: AuditVerdict & { ok: true }): string {
  const upTo =
    anchored === null
      ? 'no checkpoint yet'
      : `anchored up to event ${anchored.seq} (${anchored.at.toISOString()})`;
  return notAnchoredSince === null ? upTo : `${upTo}; not anchored since ${notAnchoredSince.toISOString()}`;
}
