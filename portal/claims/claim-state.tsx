import { useWords } from '../ui/page-context.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import type { Tone } from '../ui/status-mark.tsx';
import type { ClaimState } from './claim.ts';
import { claimsWords } from './words.ts';

const TONES: Readonly<Record<ClaimState, Tone>> = {
  queued: 'moving',
  checked: 'watch',
  accepted: 'good',
  refused: 'bad',
};

/** How far a claim is, as its customer reads it, or as their manager does. */
export function ClaimStateMark({ state, isAtDesk = false }: { state: ClaimState; isAtDesk?: boolean }) {
  const words = useWords(claimsWords);
  const { states } = isAtDesk ? words.desk : words;
  return <StatusMark tone={TONES[state]}>{states[state]}</StatusMark>;
}
