import { EmptyState } from '../ui/empty-state.tsx';
import type { IconName } from '../ui/icon.tsx';
import { useWords } from '../ui/page-context.tsx';
import type { ShownKind } from './freshness.ts';
import { freshnessWords } from './words.ts';

/** Instead of a block: the source lacks these facts, so nothing is computed and nothing is shown. */
export function NotGiven({ kind }: { kind: ShownKind }) {
  return <p className="soft">{useWords(freshnessWords).notGiven[kind]}</p>;
}

/** Instead of a whole page: nobody has said yet which customer of which source this account is. */
export function NotConnected({ icon }: { icon: IconName }) {
  const words = useWords(freshnessWords).notConnected;
  return (
    <EmptyState icon={icon} title={words.title}>
      {words.text}
    </EmptyState>
  );
}
