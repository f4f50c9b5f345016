import { useWords } from '../ui/page-context.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import type { Tone } from '../ui/status-mark.tsx';
import type { RequestState } from './outbox-entry.ts';
import { requestsWords } from './words.ts';

const TONES: Readonly<Record<RequestState, Tone>> = {
  draft: 'quiet',
  queued: 'moving',
  checked: 'watch',
  accepted: 'good',
  refused: 'bad',
};

export function RequestStateMark({ state }: { state: RequestState }) {
  return <StatusMark tone={TONES[state]}>{useWords(requestsWords).states[state]}</StatusMark>;
}
