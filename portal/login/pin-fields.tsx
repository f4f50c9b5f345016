import type { ReactNode } from 'react';
import { Field } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';
import { loginWords } from './words.ts';

const LONGEST_TYPED = 200;

type PinFieldProps = { name: string; label: string; hint?: ReactNode; error?: string | undefined };

/** A PIN that the portal checks. It is never filled in by the page: not after a mistake either (PIN-09). */
export function PinField(props: PinFieldProps) {
  return (
    <Field
      {...props}
      type="password"
      required
      maxLength={LONGEST_TYPED}
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      data-pin=""
    />
  );
}

/** Shown by the page's script while somebody types a PIN that they can't see. */
export function PinHints() {
  const words = useWords(loginWords).pin;
  return (
    <div role="status" className="soft">
      <p id="caps-lock-hint" hidden>
        {words.capsLock}
      </p>
      <p id="layout-hint" hidden>
        {words.layout}
      </p>
    </div>
  );
}

/** What a PIN must be like, before somebody thinks of one. @param least letters and digits that a PIN of this key has at least */
export function PinRulesList({ least }: { least: number }) {
  const words = useWords(loginWords).pin;
  return (
    <section aria-labelledby="pin-rules">
      <h2 id="pin-rules">{words.rulesTitle}</h2>
      <ul>
        {Object.entries(words.rules).map(([name, rule]) => (
          <li key={name}>{typeof rule === 'string' ? rule : rule(least)}</li>
        ))}
      </ul>
    </section>
  );
}

/** The PIN of a new key, twice. The page's script takes it from here; no form is sent. */
export function ChosenPinFields({ least }: { least: number }) {
  const words = useWords(loginWords);
  return (
    <div className="form">
      <PinRulesList least={least} />
      <PinField name="pin" label={words.enrolKey.chosenPin} hint={words.enrolKey.chosenPinHint} />
      <PinField name="pin-again" label={words.enrolKey.chosenPinAgain} />
      <PinHints />
      <div id="pins-differ" hidden>
        <Notice kind="problem">{words.pin.differ}</Notice>
      </div>
    </div>
  );
}
