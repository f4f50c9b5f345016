import type { TieProposal } from '#portal/connectors/find-tie-proposals.server.ts';
import { KeyValueList } from '../ui/key-value-list.tsx';
import { useWords } from '../ui/page-context.tsx';
import { deskWords } from './words.ts';

/** A company as its source tells it, and what was confirmed of it before. */
export function CounterpartyFacts({ proposal }: { proposal: TieProposal }) {
  const words = useWords(deskWords).ties.confirm;
  const { identity, waiting, sourceName, managerName } = proposal;
  const before = waiting?.confirmedIdentity;
  return (
    <KeyValueList
      items={[
        { key: words.legalName, value: <Changed now={identity.legalName} before={before?.legalName} /> },
        { key: words.taxId, value: <Changed now={identity.taxId} before={before?.taxId} /> },
        { key: words.source, value: sourceName },
        ...(managerName === null ? [] : [{ key: words.manager, value: managerName }]),
      ]}
    />
  );
}

function Changed({ now, before }: { now: string; before: string | undefined }) {
  const words = useWords(deskWords).ties.confirm;
  if (before === undefined || before === now) return now;
  return (
    <>
      <b>{now}</b>
      <br />
      <span className="soft">{words.was(before)}</span>
    </>
  );
}
