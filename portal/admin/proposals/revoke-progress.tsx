import { isEnded } from '#auth/keys/key.ts';
import type { StaffProposal } from '#auth/proposals/find-staff-proposals.ts';
import { Notice } from '../../ui/notice.tsx';
import { useWords } from '../../ui/page-context.tsx';
import { proposalWords } from './words.ts';

/** How far a confirmed list of keys is; nothing for other changes, and once it is done. */
export function RevokeProgress({ proposal: { keys, status } }: { proposal: StaffProposal }) {
  const words = useWords(proposalWords).revoke;
  if (keys === null || status !== 'approved') return null;
  const done = keys.filter((key) => isEnded(key.status)).length;
  return done === keys.length ? null : <Notice kind="watch">{words.progress(done, keys.length)}</Notice>;
}
