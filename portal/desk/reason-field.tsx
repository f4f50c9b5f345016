import { Field } from '../ui/field.tsx';
import { useWords } from '../ui/page-context.tsx';
import { REASON_LENGTH_MAX } from './reason.ts';
import type { ReasonFault } from './reason.ts';
import { deskWords } from './words.ts';

/** Why: every step that takes something away asks for it. */
export function ReasonField({ fault, typed }: { fault: ReasonFault | null; typed: string }) {
  const words = useWords(deskWords).reason;
  return (
    <Field
      name="reason"
      label={words.label}
      hint={words.hint}
      error={fault === null ? undefined : words[fault]}
      defaultValue={typed}
      required
      maxLength={REASON_LENGTH_MAX}
      autoComplete="off"
    />
  );
}
