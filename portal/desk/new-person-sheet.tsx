import type { KnownPerson } from '#auth/holders/person.ts';
import { CUSTOMER_ROLES } from '#auth/permissions/roles.ts';
import { LOCALES } from '../lib/locale.ts';
import { Button } from '../ui/button.tsx';
import { ErrorSummary } from '../ui/error-summary.tsx';
import { KeyForm } from '../ui/key-form.tsx';
import { Checkbox, Field, Select } from '../ui/field.tsx';
import { useWords } from '../ui/page-context.tsx';
import { LANGUAGE_NAMES } from '../ui/preferences.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { LENGTH_MAX } from './person-form.ts';
import type { PersonField, PersonTexts } from './person-form.ts';
import { deskWords } from './words.ts';

export type PersonFormState = {
  texts: PersonTexts;
  faults: readonly PersonField[];
  /** Somebody with the same address, if that is the fault. */
  known: KnownPerson | null;
};

/** The form of a new person. What was typed stays when something is wrong. */
export function NewPersonSheet({ path, state }: { path: string; state: PersonFormState }) {
  const words = useWords(deskWords).person;
  const { texts, faults, known } = state;
  const messageOf = (field: PersonField) =>
    field === 'email' && known !== null ? words.sameAddress(known.name) : words.faults[field];
  const field = (name: PersonField) => ({
    name,
    label: words[name],
    defaultValue: texts[name],
    error: faults.includes(name) ? messageOf(name) : undefined,
  });
  return (
    <Sheet title={words.newTitle}>
      <KeyForm className="form" action={path}>
        <ErrorSummary errors={faults.map((name) => ({ fieldId: name, message: messageOf(name) }))} />
        <Field {...field('name')} hint={words.nameHint} required maxLength={LENGTH_MAX.name} />
        <Field {...field('position')} maxLength={LENGTH_MAX.position} />
        <Field {...field('email')} type="email" maxLength={LENGTH_MAX.email} />
        {known !== null && <Checkbox name="isSurelyNew" value="yes" label={words.surelyNew} />}
        <Field {...field('phone')} type="tel" maxLength={LENGTH_MAX.phone} />
        <Select {...field('role')} options={useRoleOptions()} required />
        <Select
          {...field('language')}
          required
          options={LOCALES.map((value) => ({ value, word: LANGUAGE_NAMES[value] }))}
        />
        <div className="form-actions">
          <Button kind="primary" name="intent" value="write">
            {words.save}
          </Button>
        </div>
      </KeyForm>
    </Sheet>
  );
}

/** The roles, each with what it opens. */
export function useRoleOptions() {
  const { roles } = useWords(deskWords).person;
  return CUSTOMER_ROLES.map((value) => ({ value, word: roles[value] }));
}
