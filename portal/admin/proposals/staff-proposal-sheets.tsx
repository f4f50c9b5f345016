import type { StaffProposal } from '#auth/proposals/find-staff-proposals.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { KeyForm } from '../../ui/key-form.tsx';
import { KeyValueList } from '../../ui/key-value-list.tsx';
import { Notice } from '../../ui/notice.tsx';
import { usePage, useWords } from '../../ui/page-context.tsx';
import { Instant } from '../../ui/when.tsx';
import type { DifferenceRow } from './difference.server.ts';
import { StateMark } from './staff-proposal-table.tsx';
import { proposalWords } from './words.ts';

/** Before and after, row by row; what is not in it stays as it is. */
export function Difference({ rows, isOpen }: { rows: readonly DifferenceRow[]; isOpen: boolean }) {
  const words = useWords(proposalWords);
  const [before, after] = isOpen
    ? [words.rows.before, words.rows.after]
    : [words.rows.beforeOf, words.rows.afterOf];
  return (
    <DataTable
      caption={words.difference}
      rows={rows}
      rowKey={({ what, before: was, after: will }) => `${what} ${was} ${will}`}
      columns={[
        { key: 'what', head: words.rows.what, cell: ({ what }) => what },
        { key: 'before', head: before, phoneWord: before, cell: (row) => <Value text={row.before} /> },
        { key: 'after', head: after, phoneWord: after, cell: (row) => <Value text={row.after} /> },
      ]}
    />
  );
}

function Value({ text }: { text: string | null }) {
  const words = useWords(proposalWords);
  return text === null ? <span className="soft">{words.nothing}</span> : text;
}

export function ProposalFacts({ proposal }: { proposal: StaffProposal }) {
  const words = useWords(proposalWords);
  const { facts } = words;
  const { reason, status, proposedByName, proposedAt, expiresAt, effectiveAt } = proposal;
  const until = { key: facts.until, value: <Instant at={expiresAt} /> };
  const items = [
    { key: words.columns.state, value: <StateMark of={proposal} /> },
    { key: facts.by, value: proposedByName },
    { key: facts.at, value: <Instant at={proposedAt} isRelative /> },
    ...(reason === '' ? [] : [{ key: facts.reason, value: <q>{reason}</q> }]),
    ...(status === 'open' ? [effectiveAt === null ? until : effectiveRow(facts.effective, effectiveAt)] : []),
    ...decidedRows(facts, proposal),
  ];
  return <KeyValueList items={items} />;
}

function effectiveRow(key: string, at: Date) {
  return { key, value: <Instant at={at} isRelative /> };
}

function decidedRows(
  facts: { decidedBy: string; decidedAt: string; nobody: string },
  { decidedAt, decidedByName }: StaffProposal,
) {
  if (decidedAt === null) return [];
  return [
    { key: facts.decidedBy, value: decidedByName ?? facts.nobody },
    { key: facts.decidedAt, value: <Instant at={decidedAt} isRelative /> },
  ];
}

/** Whoever asked takes it back; everybody else confirms or declines. The key signs the hash of what is shown. */
export function DecisionForm({ proposal, isOwn }: { proposal: StaffProposal; isOwn: boolean }) {
  const words = useWords(proposalWords);
  const { proposalId, seenHash, isOvertaken } = proposal;
  return (
    <KeyForm action={`/admin/proposals/${proposalId}`} className="form">
      <input type="hidden" name="seenHash" value={seenHash} />
      {isOvertaken && <Notice kind="watch">{words.overtakenText}</Notice>}
      {!isOvertaken && <Consequence proposal={proposal} isOwn={isOwn} />}
      <div className="form-actions">
        {isOwn && (
          <Button name="intent" value="withdraw">
            {words.withdraw}
          </Button>
        )}
        {!isOwn && !isOvertaken && (
          <Button name="intent" value="approve" kind="primary" icon="key">
            {words.approve}
          </Button>
        )}
        {!isOwn && (
          <Button name="intent" value="decline">
            {words.decline}
          </Button>
        )}
      </div>
    </KeyForm>
  );
}

function Consequence({ proposal: { effectiveAt }, isOwn }: { proposal: StaffProposal; isOwn: boolean }) {
  const words = useWords(proposalWords);
  const { format } = usePage();
  const at = effectiveAt === null ? null : format.instant(effectiveAt);
  if (isOwn) return <p>{at === null ? words.ownText : words.aloneText(at)}</p>;
  return (
    <>
      {at !== null && <p>{words.otherDelayed(at)}</p>}
      <p>{words.otherText}</p>
    </>
  );
}
