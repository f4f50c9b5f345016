import { Button } from '../ui/button.tsx';
import { ErrorSummary } from '../ui/error-summary.tsx';
import { DateField, Field, Select } from '../ui/field.tsx';
import { useWords } from '../ui/page-context.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { DISCOUNT_FIELDS } from './discount-draft.ts';
import type { DiscountField } from './discount-draft.ts';
import type { Preview } from './preview-discount.server.ts';
import type { FormState } from './read-discount-form.server.ts';
import { SampleOrders } from './sample-orders.tsx';
import { loyaltyWords } from './words.ts';

type DiscountFormProps = {
  title: string;
  action: string;
  state: FormState;
  groups: readonly string[];
  preview: Preview | null;
};

/** Terms of a draft, and beside them what they would have changed. The first button only looks. */
export function DiscountForm({ title, action, state, groups, preview }: DiscountFormProps) {
  const words = useWords(loyaltyWords);
  const { faults } = state;
  const errors = DISCOUNT_FIELDS.flatMap((field) => {
    const fault = faults[field];
    return fault === undefined
      ? []
      : [{ fieldId: field, label: words.form[field], message: words.faults[fault] }];
  });
  return (
    <form method="post" action={action} className="stack">
      <ErrorSummary errors={errors} />
      <div className="columns">
        <Sheet title={title}>
          <TermFields state={state} groups={groups} />
          <div className="form-actions">
            <Button name="intent" value="save" kind="primary">
              {words.form.save}
            </Button>
          </div>
        </Sheet>
        <Sheet title={words.sample.title}>
          <p className="soft">{words.sample.lead}</p>
          <Field
            name="sample"
            label={words.sample.account}
            hint={words.sample.accountHint}
            isOptionalUnsaid
            defaultValue={state.sample}
            maxLength={100}
          />
          <AccountChoice preview={preview} />
          <div className="form-actions">
            <Button name="intent" value="preview">
              {words.sample.show}
            </Button>
          </div>
        </Sheet>
      </div>
      {preview?.kind === 'orders' && <SampleOrders account={preview.account} orders={preview.orders} />}
    </form>
  );
}

function TermFields({ state, groups }: Pick<DiscountFormProps, 'state' | 'groups'>) {
  const words = useWords(loyaltyWords).form;
  const field = useFieldProps(state);
  return (
    <>
      <Field {...field('name')} label={words.name} hint={words.nameHint} required maxLength={120} />
      <Field {...field('percent')} label={words.percent} hint={words.percentHint} inputMode="decimal" />
      <Field {...field('fixedPrice')} label={words.fixedPrice} inputMode="decimal" />
      <Field
        {...field('currency')}
        label={words.currency}
        hint={words.currencyHint}
        maxLength={3}
        autoCapitalize="characters"
      />
      <Select
        {...field('goodsGroup')}
        label={words.goodsGroup}
        options={[
          { value: '', word: words.allGroups },
          ...groupOptions(groups, state.texts.goodsGroup).map((group) => ({ value: group, word: group })),
        ]}
      />
      <Field {...field('sku')} label={words.sku} hint={words.skuHint} isCode maxLength={120} />
      <DateField {...field('validFromOn')} label={words.validFromOn} required />
      <DateField {...field('validToOn')} label={words.validToOn} />
      <Field {...field('limit')} label={words.limit} hint={words.limitHint} inputMode="decimal" />
    </>
  );
}

/** Name, what was typed and what is wrong with it. */
function useFieldProps({ texts, faults }: FormState) {
  const words = useWords(loyaltyWords).faults;
  return (name: DiscountField) => {
    const fault = faults[name];
    return {
      name,
      defaultValue: texts[name],
      error: fault === undefined ? undefined : words[fault],
    };
  };
}

/** A group that no source has any more stays chosen, so that the form says so instead of quietly choosing another. */
function groupOptions(groups: readonly string[], chosen: string): readonly string[] {
  return chosen === '' || groups.includes(chosen) ? groups : [chosen, ...groups];
}

function AccountChoice({ preview }: { preview: Preview | null }) {
  const words = useWords(loyaltyWords).sample;
  if (preview?.kind === 'no_account') return <p role="status">{words.noAccount}</p>;
  if (preview?.kind !== 'choose') return null;
  return (
    <Select
      name="sampleAccountId"
      label={words.choose}
      isOptionalUnsaid
      options={preview.accounts.map(({ id, name, number }) => ({ value: id, word: `${name} (${number})` }))}
    />
  );
}
