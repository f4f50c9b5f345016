import type { Standing } from '#auth/deputies/find-deputies.ts';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';
import { DeputiesSheet, NameSheet } from './deputy-sheets.tsx';
import type { DeputyFormState } from './change-deputies.server.ts';
import type { DeputyTexts } from './deputy-form.ts';
import { deputiesWords } from './words.ts';

type DeputiesPageProps = {
  path: string;
  /** Null: the person who reads is the manager. */
  managerName: string | null;
  todayOn: string;
  deputies: readonly Standing[];
  colleagues: readonly { id: string; name: string }[];
  done: 'named' | 'ended' | null;
  /** Of a form that could not be carried out. */
  state: DeputyFormState | undefined;
};

const EMPTY: DeputyTexts = { holderId: '', fromOn: '', toOn: '' };

/** Below the title: what was done, who stands in, and the form that names somebody. */
export function DeputiesPage({ path, managerName, done, state, ...page }: DeputiesPageProps) {
  const words = useWords(deputiesWords);
  return (
    <>
      {done && !state && (
        <Notice kind="good">
          <p>{words.done[done]}</p>
        </Notice>
      )}
      {state?.isEnded && (
        <Notice kind="problem">
          <p>{words.problems.not_found}</p>
        </Notice>
      )}
      <DeputiesSheet
        title={managerName === null ? words.of : words.ofManager(managerName)}
        none={managerName === null ? words.none : words.noneOf}
        rows={page.deputies}
        path={path}
      />
      <NameSheet
        path={path}
        colleagues={page.colleagues}
        texts={state?.texts ?? EMPTY}
        faults={state?.faults ?? {}}
        todayOn={page.todayOn}
      />
    </>
  );
}
