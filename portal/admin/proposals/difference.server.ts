import { rootFactsOf } from '#auth/policy/key-model.ts';
import type { Policy } from '#auth/policy/policy.ts';
import type { NamedBulkLine } from '#auth/keys/find-bulk-issue.ts';
import type { ListedKey } from '#auth/keys/mass-revoke.ts';
import type { StaffProposal } from '#auth/proposals/find-staff-proposals.ts';
import type { KeyModelChange } from '#auth/proposals/staff-proposal.ts';
import { ruleRowsOf } from '../../audit/rule-rows.ts';
import { auditWords } from '../../audit/words.ts';
import type { Formatter } from '../../lib/format.ts';
import { wordsIn } from '../../lib/i18n.ts';
import type { Locale } from '../../lib/locale.ts';
import { proposalWords } from './words.ts';

/** Null: it is not there. */
export type DifferenceRow = { what: string; before: string | null; after: string | null };

type Reader = { locale: Locale; format: Formatter };

/** What a change would make different, row by row: what stays is not told, and nothing that changes is left out. */
export function differenceOf(
  { payload, rulesBefore, keys, issued }: StaffProposal,
  reader: Reader,
): DifferenceRow[] {
  switch (payload.kind) {
    case 'policy_change':
      return rulesBefore === null ? [] : differenceOfRules(rulesBefore, payload.policy, reader);
    case 'key_model_change':
      return differenceOfModel(payload, reader);
    case 'bulk_issue':
      return differenceOfIssue(issued ?? [], reader);
    case 'mass_revoke':
      return differenceOfKeys(keys ?? [], reader);
  }
}

export function differenceOfRules(
  before: Policy,
  after: Policy,
  { locale }: Pick<Reader, 'locale'>,
): DifferenceRow[] {
  const words = wordsIn(auditWords, locale).rules;
  const later = ruleRowsOf(after, words);
  return ruleRowsOf(before, words)
    .map(({ key, value }, index) => ({ what: key, before: value, after: later[index]?.value ?? null }))
    .filter((row) => row.before !== row.after);
}

/** A certificate is told by what a person compares with the maker's own page. */
function differenceOfModel({ aaguid, before, after }: KeyModelChange, reader: Reader): DifferenceRow[] {
  const words = wordsIn(proposalWords, reader.locale).model;
  const rows = [
    { what: 'AAGUID', before: before && aaguid, after: after && aaguid },
    { what: words.name, before: before?.name ?? null, after: after?.name ?? null },
    { what: words.maker, before: before?.maker ?? null, after: after?.maker ?? null },
  ];
  const [old, later] = [certificatesOf(before, reader), certificatesOf(after, reader)];
  const gone = old.filter((certificate) => !later.includes(certificate));
  const come = later.filter((certificate) => !old.includes(certificate));
  return [
    ...rows.filter((row) => row.before !== row.after),
    ...gone.map((certificate) => ({ what: words.root, before: certificate, after: null })),
    ...come.map((certificate) => ({ what: words.root, before: null, after: certificate })),
  ];
}

function certificatesOf(model: KeyModelChange['before'], { locale, format }: Reader): string[] {
  if (model === null) return [];
  const { until } = wordsIn(proposalWords, locale).model;
  return rootFactsOf(model.rootsPem).map(
    ({ subject, fingerprint, validTo }) =>
      `${subject}, ${until(format.dayOf(validTo))}, SHA-256 ${fingerprint}`,
  );
}

/** Every key by its number, in one row a customer: who confirms sees whom it meets, and none is left out. */
function differenceOfKeys(keys: readonly ListedKey[], { locale }: Reader): DifferenceRow[] {
  const words = wordsIn(proposalWords, locale).revoke;
  const accounts = [...new Set(keys.map(({ accountName }) => accountName))];
  const numbersOf = (name: string | null) => keys.filter((key) => key.accountName === name).map(numberOf);
  return accounts.map((name) => ({
    what: name ?? words.inStock,
    before: numbersOf(name).join(', '),
    after: words.after,
  }));
}

function numberOf({ serial, label, holderName }: ListedKey): string {
  const number = serial ?? `«${label}»`;
  return holderName === null ? number : `${number} (${holderName})`;
}

/** Line by line: which key goes to whom, and with which order. */
function differenceOfIssue(lines: readonly NamedBulkLine[], { locale }: Reader): DifferenceRow[] {
  const words = wordsIn(proposalWords, locale).issue;
  return lines.map(({ serial, accountName, holderName, orderNumber }) => ({
    what: serial,
    before: words.inStock,
    after: [holderName, accountName, orderNumber === null ? '' : words.order(orderNumber)]
      .filter((part) => part !== '')
      .join(', '),
  }));
}
