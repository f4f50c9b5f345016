import type { OpenProposal } from '#auth/proposals/find-proposals.ts';
import type { RowMove } from '#auth/proposals/proposal.ts';
import { deskWords } from '../desk/words.ts';
import { frameWords } from '../frame/words.ts';
import { Button } from '../ui/button.tsx';
import { KeyForm, KeyNote } from '../ui/key-form.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { peopleWords } from './words.ts';

type ProposalListProps = {
  proposals: readonly OpenProposal[];
  path: string;
  isOfStaff?: boolean;
  /** Whether the key of the session confirms anything already. */
  canDecide?: boolean;
};

/** What somebody of the seller asks for, one sentence each, and the two answers. */
export function ProposalList({ proposals, path, isOfStaff = false, canDecide = true }: ProposalListProps) {
  const words = useWords(peopleWords).proposals;
  return (
    <Sheet title={words.title} foot={canDecide && <KeyNote />}>
      <ul className="facts-list">
        {proposals.map((proposal) => (
          <li key={proposal.proposalId}>
            <ProposalText proposal={proposal} isOfStaff={isOfStaff} />
            {canDecide && <Answers proposal={proposal} path={path} />}
          </li>
        ))}
      </ul>
    </Sheet>
  );
}

function Answers({ proposal, path }: { proposal: OpenProposal; path: string }) {
  const words = useWords(peopleWords).proposals;
  return (
    <KeyForm action={path} isOneOfMany>
      <input type="hidden" name="proposalId" value={proposal.proposalId} />
      <input type="hidden" name="seenHash" value={proposal.payloadHash} />
      <div className="form-actions">
        <Button name="intent" value="approve" kind="primary" icon="key">
          {words.approve}
        </Button>
        <Button name="intent" value="decline">
          {words.decline}
        </Button>
      </div>
    </KeyForm>
  );
}

/** Who else gets in, and how: an address that is not theirs would keep the portal's warnings from them. */
const GIVES_ACCESS: ReadonlySet<string> = new Set([
  'key_issue',
  'computer_add',
  'membership_add',
  'pin_reset',
]);

function ProposalText({ proposal, isOfStaff }: { proposal: OpenProposal; isOfStaff: boolean }) {
  const words = useWords(peopleWords).proposals;
  const { format } = usePage();
  const { payload, reason, proposedByName, expiresAt } = proposal;
  return (
    <div>
      <h3>{useSentence(proposal)}</h3>
      {isOfStaff && <p>{proposal.account.name}</p>}
      {payload.kind === 'row_move' && <MovedRows rows={payload.rows} />}
      {GIVES_ACCESS.has(payload.kind) && <p>{words.lettersTo(proposal.holderAddress)}</p>}
      <p className="soft">
        {words.asked(proposedByName, format.instant(expiresAt))}
        {reason !== '' && <q>{reason}</q>}
      </p>
    </div>
  );
}

function useSentence({ payload, holderName, keyLabel, toAccountName }: OpenProposal): string {
  const { sentences, ofCustomer } = useWords(peopleWords).proposals;
  const roles = useWords(frameWords).roles;
  const ofTaxId = useWords(deskWords).ties.taxId;
  switch (payload.kind) {
    case 'key_issue':
      return sentences.key_issue(keyLabel ?? '', holderName);
    case 'computer_add':
      return sentences.computer_add(keyLabel ?? '', holderName);
    case 'membership_add':
      return sentences.membership_add(holderName, roles[payload.role]);
    case 'pin_reset':
      return sentences.pin_reset(keyLabel ?? '', holderName);
    case 'role_change':
      return sentences.role_change(holderName, roles[payload.from], roles[payload.to]);
    case 'address_change':
      return sentences.address_change(holderName, payload.from, payload.to);
    case 'tie_move':
      return sentences.tie_move(payload.legalName, payload.taxId, toAccountName ?? '');
    case 'row_move': {
      const { rows, fromName, toName, toTaxId } = payload;
      const to = `${toName}, ${ofTaxId(toTaxId)}`;
      return sentences.row_move(
        rows.length,
        fromName,
        toAccountName === null ? to : ofCustomer(to, toAccountName),
      );
    }
  }
}

/** Every one of them, kind by kind: nobody agrees to what they have not read. */
function MovedRows({ rows }: Pick<RowMove, 'rows'>) {
  const { kinds } = useWords(deskWords).ties.moved;
  const known = new Map<string, string>(Object.entries(kinds));
  const labelsOf = (kind: string) => rows.flatMap(({ rowKind, label }) => (rowKind === kind ? [label] : []));
  const parts = [...new Set(rows.map(({ rowKind }) => rowKind))].map(
    (kind) => `${known.get(kind) ?? kind}: ${labelsOf(kind).join(', ')}`,
  );
  return <p>{parts.join('; ')}</p>;
}
