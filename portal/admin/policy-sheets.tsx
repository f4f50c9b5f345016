import { DATA_CLASSES } from '#auth/permissions/data-classes.ts';
import { Button } from '../ui/button.tsx';
import { ErrorSummary } from '../ui/error-summary.tsx';
import { KeyForm } from '../ui/key-form.tsx';
import { Checkbox, Field, Select, Textarea } from '../ui/field.tsx';
import { useWords } from '../ui/page-context.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { CHOSEN_TIERS, POLICY_FIELDS } from './policy-form.ts';
import type { ChosenClasses, PolicyField, PolicyTexts } from './policy-form.ts';
import { adminWords } from './words.ts';

/** Rules and models are two views of one thing: what a key must prove. */
export function PolicyTabs({ current }: { current: 'rules' | 'models' }) {
  const words = useWords(adminWords).policy;
  return (
    <Tabs
      label={words.tabs}
      tabs={[
        { href: '/admin/policy', word: words.rules, isCurrent: current === 'rules' },
        { href: '/admin/policy/models', word: words.models, isCurrent: current === 'models' },
      ]}
    />
  );
}

type PolicyFormProps = {
  version: number;
  typed: { texts: PolicyTexts; classes: ChosenClasses; reason: string };
  faulty: readonly PolicyField[];
};

export function PolicyForm({ version, typed, faulty }: PolicyFormProps) {
  const words = useWords(adminWords).policy;
  const errors = POLICY_FIELDS.filter((field) => faulty.includes(field)).map((field) => ({
    fieldId: field,
    label: words[field],
    message: words.faulty,
  }));
  return (
    <KeyForm action="/admin/policy" className="form">
      <ErrorSummary errors={errors} />
      <input type="hidden" name="version" value={version} />
      <ProofFields texts={typed.texts} faulty={faulty} />
      <NumberFields texts={typed.texts} faulty={faulty} />
      <ClassFields classes={typed.classes} />
      <Field
        name="orderTouch"
        label={words.orderTouch}
        hint={words.orderTouchHint}
        maxLength={400}
        defaultValue={typed.texts.orderTouch}
        error={faulty.includes('orderTouch') ? words.faulty : undefined}
      />
      <Textarea
        name="places"
        label={words.places}
        hint={words.placesHint}
        maxLength={8_000}
        rows={4}
        spellCheck={false}
        defaultValue={typed.texts.places}
        error={faulty.includes('places') ? words.faulty : undefined}
      />
      <Textarea
        name="reason"
        label={words.reason}
        hint={words.reasonHint}
        required
        maxLength={500}
        rows={2}
        defaultValue={typed.reason}
      />
      <div className="form-actions">
        <Button kind="primary">{words.save}</Button>
      </div>
    </KeyForm>
  );
}

type PartProps = Pick<PolicyFormProps, 'faulty'> & { texts: PolicyTexts };

function ProofFields({ texts, faulty }: PartProps) {
  const words = useWords(adminWords).policy;
  const choices = [
    { name: 'customerAttestation', options: words.demands },
    { name: 'staffAttestation', options: words.demands },
    { name: 'unattested', options: words.unattestedAs },
    { name: 'credentialProtection', options: words.protection },
    { name: 'pinDemand', options: words.pinDemands },
    { name: 'metadataUncertified', options: words.verdicts },
    { name: 'metadataUpdated', options: words.verdicts },
    { name: 'agentKeyInFile', options: words.fileKeys },
  ] as const;
  return choices.map(({ name, options }) => (
    <Select
      key={name}
      name={name}
      label={words[name]}
      required
      defaultValue={texts[name]}
      error={faulty.includes(name) ? words.faulty : undefined}
      options={Object.entries(options).map(([value, word]) => ({ value, word }))}
    />
  ));
}

function NumberFields({ texts, faulty }: PartProps) {
  const words = useWords(adminWords).policy;
  const names = [
    'pinLength',
    'idleMinutes',
    'absoluteHours',
    'lowerIdleMinutes',
    'lowerAbsoluteHours',
    'perKey',
    'invitationDays',
    'oneTimePinDays',
    'unusedKeyDays',
    'metadataStale',
  ] as const;
  return names.map((name) => (
    <Field
      key={name}
      name={name}
      label={words[name]}
      hint={words.ranges[name]}
      required
      inputMode="numeric"
      maxLength={4}
      defaultValue={texts[name]}
      error={faulty.includes(name) ? words.faulty : undefined}
    />
  ));
}

function ClassFields({ classes }: { classes: ChosenClasses }) {
  const words = useWords(adminWords).policy;
  return (
    <>
      <h3>{words.classesOf}</h3>
      {CHOSEN_TIERS.map((tier) => (
        <fieldset key={tier} className="stack">
          <legend>{words.kindsOfKey[tier]}</legend>
          {DATA_CLASSES.map((dataClass) => (
            <Checkbox
              key={dataClass}
              id={`classes-${tier}-${dataClass}`}
              name={`classes-${tier}`}
              value={dataClass}
              label={words.classes[dataClass]}
              defaultChecked={classes[tier].includes(dataClass)}
            />
          ))}
        </fieldset>
      ))}
    </>
  );
}
