import { Fragment } from 'react';
import { findPost } from '#auth/letters/find-letters.ts';
import type { ListedLetter } from '#auth/letters/find-letters.ts';
import { requirePermission } from '../../http/guards.server.ts';
import { wordsIn } from '../../lib/i18n.ts';
import { readLetters } from '../../letters/read-letters.server.ts';
import type { ReadLetter } from '../../letters/read-letters.server.ts';
import { CopyCode } from '../../ui/copy-code.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { KeyValueList } from '../../ui/key-value-list.tsx';
import { Notice } from '../../ui/notice.tsx';
import { usePage, useWords } from '../../ui/page-context.tsx';
import { PageTitle } from '../../ui/page-title.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { Instant } from '../../ui/when.tsx';
import type { Route } from './+types/letters.route';
import { postWords } from './words.ts';

/** How letters go out, and what did not. What they say is shown in the demo, where they reach nobody. */
export async function loader({ request, context }: Route.LoaderArgs) {
  await requirePermission(request, context, 'alarm:settle');
  const { services } = context;
  const { db, env, letters } = services;
  const { newest, failed, ...counts } = await findPost(db);
  return {
    title: wordsIn(postWords, context.locale).title,
    way: letters.way,
    isDemo: env.mode === 'demo',
    ...counts,
    newest: newest.map(withoutText),
    failed: failed.map(withoutText),
    read: env.mode === 'demo' ? await readLetters(services, newest) : [],
  };
}

type Row = Omit<ListedLetter, 'letter'>;

function withoutText({ letter: _text, ...row }: ListedLetter): Row {
  return row;
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function Letters({ loaderData }: Route.ComponentProps) {
  const words = useWords(postWords);
  const { title, way, isDemo, waiting, givenUp, newest, failed, read } = loaderData;
  const { format } = usePage();
  return (
    <>
      <PageTitle title={title} lead={words.lead} back={{ href: '/admin', word: words.back }} />
      {way === 'file' && !isDemo && (
        <Notice kind="watch" title={words.toNobody}>
          <p>{words.howToSend}</p>
          <p>
            <CopyCode code="MAIL_URL=smtp://user:password@host:587" />
          </p>
        </Notice>
      )}
      <Sheet title={words.state}>
        <KeyValueList
          items={[
            { key: words.way, value: words.ways[way] },
            { key: words.waiting, value: format.count(waiting) },
            {
              key: words.givenUp,
              value:
                givenUp === 0 ? format.count(0) : <StatusMark tone="bad">{format.count(givenUp)}</StatusMark>,
            },
          ]}
        />
      </Sheet>
      {failed.length > 0 && <LetterTable title={words.failed} rows={failed} />}
      {newest.length > 0 && <LetterTable title={words.newest} rows={newest} />}
      {newest.length === 0 && (
        <EmptyState icon="documents" title={words.none}>
          {words.noneText}
        </EmptyState>
      )}
      {read.length > 0 && (
        <Sheet title={words.read} foot={<p className="soft">{words.readFoot}</p>}>
          {read.map((one) => (
            <LetterText key={one.id} letter={one} />
          ))}
        </Sheet>
      )}
    </>
  );
}

const TONES = { sent: 'good', waiting: 'watch', given_up: 'bad' } as const;

function LetterTable({ title, rows }: { title: string; rows: readonly Row[] }) {
  const words = useWords(postWords);
  return (
    <Sheet title={title} isFlush>
      <DataTable
        caption={title}
        rows={rows}
        rowKey={({ id }) => id}
        columns={[
          { key: 'kind', head: words.kind, cell: ({ kind }) => words.kinds[kind ?? 'unknown'] },
          { key: 'to', head: words.to, phoneWord: words.to, cell: ({ maskedAddress }) => maskedAddress },
          {
            key: 'written',
            head: words.written,
            phoneWord: words.written,
            cell: ({ writtenAt }) => <Instant at={writtenAt} />,
          },
          {
            key: 'tries',
            head: words.tries,
            phoneWord: words.tries,
            isNumber: true,
            cell: ({ tries }) => tries,
          },
          {
            key: 'state',
            head: words.stateOf,
            phone: 'mark',
            cell: ({ state, fault }) => (
              <span className="two-lines">
                <StatusMark tone={TONES[state]}>{words.states[state]}</StatusMark>
                {fault !== null && <small>{words.faults[fault]}</small>}
              </span>
            ),
          },
        ]}
      />
    </Sheet>
  );
}

/** As it would have been read: the demo writes to addresses that nobody has. */
function LetterText({ letter: { to, subject, text } }: { letter: ReadLetter }) {
  const words = useWords(postWords);
  return (
    <details>
      <summary>{subject}</summary>
      <p className="soft">{words.wouldGoTo(to.join(', '))}</p>
      <div className="stack">
        {text.split('\n\n').map((paragraph) => (
          <p key={paragraph}>
            {paragraph.split('\n').map((line) => (
              <Fragment key={line}>
                {line}
                <br />
              </Fragment>
            ))}
          </p>
        ))}
      </div>
    </details>
  );
}
