import { useWords } from '../ui/page-context.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import type { Tone } from '../ui/status-mark.tsx';
import { keysWords } from './words.ts';

/** What happened, as a word with its shape. */
export function EventMark({ type, isRefused }: { type: string; isRefused: boolean }) {
  const { events } = useWords(keysWords).history;
  return <StatusMark tone={isRefused ? 'bad' : toneOf(type)}>{wordOf(events, type)}</StatusMark>;
}

/** A code of the log in words; a reason that a person wrote is shown as they wrote it. */
export function EventReason({ reason, note }: { reason: string | null; note: string | null }) {
  const { reasons } = useWords(keysWords).history;
  if (reason === null) return note === null ? null : <q>{note}</q>;
  const word = wordOf(reasons, reason);
  // Where the log has both, the code is the shorter half of it: how a key was sent, and its tracking number.
  return note === null ? (
    word
  ) : (
    <>
      {word} <q>{note}</q>
    </>
  );
}

function toneOf(type: string): Tone {
  switch (type) {
    case 'key_registered':
    case 'key_resumed':
    case 'sign_in':
    case 'session_resumed':
      return 'good';
    case 'key_suspended':
    case 'invitation_withdrawn':
      return 'watch';
    case 'key_revoked':
    case 'key_lost':
    case 'alarm_raised':
      return 'bad';
    default:
      return 'quiet';
  }
}

/** What this version has no word for is still told, as something else. */
function wordOf<Words extends { other: string }>(words: Words, code: string): string {
  const known = Object.entries<string>(words).find(([name]) => name === code);
  return known?.[1] ?? words.other;
}
