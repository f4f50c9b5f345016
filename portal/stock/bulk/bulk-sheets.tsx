import type { ClaimedEvidence } from '#auth/keys/evidence.ts';
import type { ListedBulkIssue } from '#auth/keys/find-bulk-issue.ts';
import type { BulkVerdict, PlannedBulkRow } from '#auth/keys/plan-bulk-issue.ts';
import { keysWords } from '../../keys/words.ts';
import { Button, LinkButton } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Field, Select, Textarea } from '../../ui/field.tsx';
import { KeyForm } from '../../ui/key-form.tsx';
import { Notice } from '../../ui/notice.tsx';
import { usePage, useWords } from '../../ui/page-context.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { Instant } from '../../ui/when.tsx';
import type { BulkFault } from './bulk-form.server.ts';
import { bulkWords } from './words.ts';

export type BulkProblem = 'evidence' | 'reason' | 'plan_changed' | 'proposed_already';

const PATH = '/desk/stock/bulk-issue';

/** The file; it is only looked at. */
export function ChooseListSheet({ fault }: { fault: BulkFault | null }) {
  const words = useWords(bulkWords);
  const said = useFault(fault);
  return (
    <Sheet>
      {said !== null && (
        <Notice kind="problem">
          <p>{said}</p>
        </Notice>
      )}
      <form className="form" method="post" action={PATH} encType="multipart/form-data">
        <Field
          name="file"
          type="file"
          accept=".csv,text/csv"
          label={words.file}
          hint={words.fileHint}
          required
        />
        <div className="form-actions">
          <Button kind="primary">{words.check}</Button>
        </div>
      </form>
    </Sheet>
  );
}

function useFault(fault: BulkFault | null): string | null {
  const { faults, columns } = useWords(bulkWords);
  if (fault === null) return null;
  if (fault.kind === 'missing_columns') {
    return faults.missing_columns(fault.columns.map((column) => columns[column]).join(', '));
  }
  if (fault.kind === 'unknown_columns') return faults.unknown_columns(fault.names.join(', '));
  if (fault.kind === 'bad_lines') return faults.bad_lines(fault.lines.join(', '));
  return faults[fault.kind];
}

type Planned = PlannedBulkRow & { at: number };
type BulkPreviewProps = {
  preview: { plan: readonly Planned[]; list: string; hash: string; problem: BulkProblem | null };
  evidences: readonly ClaimedEvidence[];
};

/** Exactly what would be issued, line by line; it is asked for from here, or every line in the way is named. */
export function BulkPreview({ preview: { plan, list, hash, problem }, evidences }: BulkPreviewProps) {
  const words = useWords(bulkWords);
  const countOf = (is: BulkVerdict['is']) => plan.filter(({ verdict }) => verdict.is === is).length;
  const [fresh, refused] = [countOf('new'), countOf('refused')];
  return (
    <>
      {refused > 0 && <RefusedLines plan={plan} />}
      {refused === 0 && fresh === 0 && (
        <Notice kind="info">
          <p>{words.nothing}</p>
        </Notice>
      )}
      <Sheet title={words.counts(fresh, countOf('issued_already'), refused)} isFlush>
        <PlanTable plan={plan} />
      </Sheet>
      {refused === 0 && fresh > 0 ? (
        <AskSheet count={fresh} kept={{ list, hash }} problem={problem} evidences={evidences} />
      ) : (
        <div className="form-actions">
          <LinkButton href={PATH}>{words.again}</LinkButton>
        </div>
      )}
    </>
  );
}

function RefusedLines({ plan }: { plan: readonly Planned[] }) {
  const words = useWords(bulkWords);
  return (
    <Notice kind="problem">
      <p>{words.nothingAsked}</p>
      <ul>
        {plan.map(
          ({ at, row, verdict }) =>
            verdict.is === 'refused' && (
              <li key={at}>
                {words.line(at, row.serial)} {words.refusals[verdict.reason]}
              </li>
            ),
        )}
      </ul>
    </Notice>
  );
}

function PlanTable({ plan }: { plan: readonly Planned[] }) {
  const words = useWords(bulkWords);
  const heads = words.columns;
  const tones = { new: 'good', issued_already: 'quiet', refused: 'bad' } as const;
  return (
    <DataTable
      caption={words.title}
      rows={plan}
      rowKey={({ at }) => String(at)}
      columns={[
        { key: 'serial', head: heads.serial, cell: ({ row }) => <code>{row.serial}</code> },
        {
          key: 'customer',
          head: heads.customer,
          cell: ({ row, verdict }) => (verdict.is === 'new' ? verdict.accountName : row.customer),
        },
        {
          key: 'holder',
          head: heads.holder,
          cell: ({ row, verdict }) => (verdict.is === 'new' ? verdict.holderName : row.holder),
        },
        { key: 'order', head: heads.order, cell: ({ row }) => row.order },
        {
          key: 'state',
          head: heads.state,
          phone: 'mark',
          cell: ({ verdict }) => (
            <StatusMark tone={tones[verdict.is]}>{words.verdicts[verdict.is]}</StatusMark>
          ),
        },
      ]}
    />
  );
}

type AskSheetProps = {
  count: number;
  kept: { list: string; hash: string };
  problem: BulkProblem | null;
  evidences: readonly ClaimedEvidence[];
};

function AskSheet({ count, kept, problem, evidences }: AskSheetProps) {
  const words = useWords(bulkWords);
  const { reasons } = useWords(keysWords).history;
  const options = [
    { value: '', word: words.choose },
    ...evidences.map((value) => ({ value, word: reasons[value] })),
  ];
  return (
    <Sheet>
      <KeyForm action={PATH} className="form" encType="multipart/form-data">
        {problem !== null && (
          <Notice kind="problem">
            <p>{words.faults[problem]}</p>
          </Notice>
        )}
        <input type="hidden" name="list" value={kept.list} />
        <input type="hidden" name="planHash" value={kept.hash} />
        <Select name="evidence" label={words.evidence} required options={options} />
        <Textarea
          name="reason"
          label={words.reason}
          hint={words.reasonHint}
          required
          rows={2}
          maxLength={500}
        />
        <div className="form-actions">
          <Button name="intent" value="ask" kind="primary" icon="key">
            {words.ask(count)}
          </Button>
          <LinkButton href={PATH}>{words.again}</LinkButton>
        </div>
      </KeyForm>
    </Sheet>
  );
}

/** Lists that were asked for, each leading to what has become of it. */
export function AskedSheet({ asked }: { asked: readonly ListedBulkIssue[] }) {
  const words = useWords(bulkWords);
  const { format } = usePage();
  return (
    <Sheet title={words.asked.title} isFlush={asked.length > 0}>
      {asked.length === 0 && <p className="soft">{words.asked.none}</p>}
      {asked.length > 0 && (
        <DataTable
          caption={words.asked.title}
          rows={asked}
          rowKey={({ proposalId }) => proposalId}
          rowHref={({ proposalId }) => `${PATH}/${proposalId}`}
          columns={[
            { key: 'at', head: words.asked.at, cell: ({ proposedAt }) => <Instant at={proposedAt} /> },
            {
              key: 'count',
              head: words.asked.count,
              isNumber: true,
              cell: ({ count }) => format.count(count),
            },
            { key: 'state', head: words.columns.state, phone: 'mark', cell: (row) => <BulkState of={row} /> },
          ]}
        />
      )}
    </Sheet>
  );
}

/** How far a list is, as a word with its shape. */
export function BulkState({ of: { status } }: { of: Pick<ListedBulkIssue, 'status'> }) {
  const words = useWords(bulkWords).statuses;
  const tone = status === 'open' ? 'watch' : status === 'approved' ? 'good' : 'quiet';
  return <StatusMark tone={tone}>{words[status]}</StatusMark>;
}
