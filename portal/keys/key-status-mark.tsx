import type { KeyStatus } from '#auth/keys/key.ts';
import { useWords } from '../ui/page-context.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import type { Tone } from '../ui/status-mark.tsx';
import { keysWords } from './words.ts';

const TONES: Readonly<Record<KeyStatus, Tone>> = {
  stocked: 'quiet',
  assigned: 'moving',
  shipped: 'moving',
  active: 'good',
  suspended: 'watch',
  lost: 'bad',
  revoked: 'bad',
  destroyed: 'quiet',
};

/** The state of a key as a word with its shape. */
export function KeyStatusMark({ status }: { status: KeyStatus }) {
  return <StatusMark tone={TONES[status]}>{useWords(keysWords).statuses[status]}</StatusMark>;
}
