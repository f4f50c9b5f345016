import { describe, expect, test } from 'vitest';
import { Button, LinkButton } from '#portal/ui/button.tsx';
import { ConfirmPanel } from '#portal/ui/confirm-panel.tsx';
import { ErrorSummary } from '#portal/ui/error-summary.tsx';
import { Checkbox, DateField, Field, Select, Textarea } from '#portal/ui/field.tsx';
import { FilterForm } from '#portal/ui/filter-form.tsx';
import { renderPart, textOf } from '#test/support/render-part.tsx';

describe('a field', () => {
  test('is tied to its label, its hint and its error', () => {
    const html = renderPart(<Field name="pin" label="PIN" hint="Six digits" error="Too short" required />);
    expect(html).toContain('<label class="field-label" for="pin">PIN</label>');
    expect(html).toMatch(
      /<input (?=[^>]*id="pin")(?=[^>]*aria-describedby="pin-hint pin-error")[^>]*aria-invalid="true"/,
    );
    expect(html).toContain('<p class="field-hint" id="pin-hint">Six digits</p>');
    expect(html).toContain('id="pin-error"');
  });

  test('without notes refers to none', () => {
    expect(renderPart(<Field name="pin" label="PIN" required />)).not.toMatch(/aria-(describedby|invalid)/);
  });

  test('that may stay empty says so, except in filters', () => {
    expect(textOf(renderPart(<DateField name="from" label="From" />))).toBe('From (optional)');
    expect(textOf(renderPart(<DateField name="from" label="From" isOptionalUnsaid />))).toBe('From');
    expect(renderPart(<DateField name="from" label="From" />)).toContain('type="date"');
  });

  test('of any kind carries its name and id', () => {
    const html = renderPart(
      <>
        <Textarea name="reason" label="Reason" id="why" />
        <Select name="role" label="Role" options={[{ value: 'b', word: 'Buyer' }]} defaultValue="b" />
        <Checkbox name="tell" label="Tell the owner" hint="Without figures" />
        <Field name="code" label="Code" isCode />
      </>,
    );
    expect(html).toContain('<textarea id="why" name="reason"');
    expect(html).toContain('<option value="b" selected="">Buyer</option>');
    expect(html).toMatch(/<input id="tell" aria-describedby="tell-hint" type="checkbox" name="tell"/);
    expect(html).toContain('class="input input-code"');
  });
});

test('the summary of errors takes the focus and leads to each field', () => {
  const html = renderPart(<ErrorSummary errors={[{ fieldId: 'pin', message: 'Too short' }]} />);
  expect(html).toMatch(/role="alert" tabindex="-1" autofocus=""/);
  expect(html).toContain('<a href="#pin">Too short</a>');
  expect(textOf(html)).toContain('1 field needs a correction');
  expect(renderPart(<ErrorSummary errors={[]} />)).toBe('');
  expect(
    renderPart(<ErrorSummary errors={[{ fieldId: 'pin', label: 'PIN', message: 'Too short' }]} />),
  ).toContain('<a href="#pin">PIN: Too short</a>');
});

test('filters are a GET form, and offer to clear themselves only while some are set', () => {
  const form = (resetHref: string | null) =>
    renderPart(
      <FilterForm action="/orders" search={{ value: 'bolt', label: 'Goods' }} resetHref={resetHref} />,
    );
  expect(form(null)).toContain('role="search" aria-label="Filters" action="/orders" method="get"');
  expect(form(null)).toContain('name="q" value="bolt"');
  expect(form(null)).not.toContain('Clear filters');
  expect(form('/orders')).toContain('Clear filters');
});

describe('a step that can not be taken back', () => {
  const panel = {
    title: 'Revoke the key “Store 2”',
    consequence: 'Its 2 sessions end at once.',
    verb: 'Revoke the key',
    action: '/keys/k/revoke',
    cancelHref: '/keys/k',
    isDangerous: true,
  };

  test('names the thing, the consequence and the verb, on a page of its own', () => {
    const html = renderPart(<ConfirmPanel {...panel} />);
    expect(textOf(html)).toBe('Revoke the key “Store 2” Its 2 sessions end at once. Revoke the key Cancel');
    expect(html).toContain('action="/keys/k/revoke" method="post"');
    expect(html).toContain('href="/keys/k"');
  });

  test('or opens as a dialog without scripts', () => {
    const html = renderPart(
      <>
        <Button type="button" popoverTarget="revoke">
          Revoke
        </Button>
        <ConfirmPanel {...panel} dialogId="revoke" />
      </>,
    );
    expect(html).toContain('popoverTarget="revoke"');
    expect(html).toMatch(/<dialog class="confirm" id="revoke" popover="auto" aria-labelledby="[^"]+">/);
    expect(html).toContain('popoverTargetAction="hide"');
  });
});

test('what changes something is a button, what leads somewhere is a link, both may look alike', () => {
  expect(renderPart(<Button kind="primary">Save</Button>)).toBe(
    '<button type="submit" class="button button-primary">Save</button>',
  );
  expect(
    renderPart(
      <LinkButton href="/x" size="small" icon="download">
        PDF
      </LinkButton>,
    ),
  ).toMatch(/^<a href="\/x" class="button button-small"><svg[^>]*aria-hidden="true"/);
});
