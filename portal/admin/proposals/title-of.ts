import type { StaffProposalPayload } from '#auth/proposals/staff-proposal.ts';
import type { proposalWordsEn } from './words.en.ts';

/** A change in a few words. */
export function titleOf(payload: StaffProposalPayload, words: typeof proposalWordsEn): string {
  switch (payload.kind) {
    case 'policy_change':
      return words.rulesOf(payload.basedOn + 1);
    case 'bulk_issue':
      return words.issue.title(payload.lines.length);
    case 'mass_revoke':
      return words.revoke.title(payload.keyIds.length);
    case 'key_model_change': {
      const { before, after } = payload;
      if (after === null) return words.modelDeeds.remove(before?.name ?? payload.aaguid);
      return before === null ? words.modelDeeds.add(after.name) : words.modelDeeds.change(after.name);
    }
  }
}
