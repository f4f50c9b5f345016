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

export function ClaimStateMark({ state }: { state: ClaimState }) {
  return <StatusMark tone={TONES[state]}>{useWords(claimsWords).states[state]}</StatusMark>;
}
