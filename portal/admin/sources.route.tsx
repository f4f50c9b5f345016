import { KINDS_THAT_TAKE_KEY_DISCOUNTS } from '../connectors/accepted-rules.server.ts';
import { requirePermission } from '../http/guards.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import { LinkButton } from '../ui/button.tsx';
import { CopyCode } from '../ui/copy-code.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import { Notice } from '../ui/notice.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { Instant } from '../ui/when.tsx';
import type { Route } from './+types/sources.route';
import { findSources } from './find-sources.server.ts';
import type { ListedRun, ListedSource } from './find-sources.server.ts';
import { sourceWords } from './source-words.ts';
import { outletWords } from './outlet/words.ts';
import { trackingWords } from './tracking/words.ts';
import { adminWords } from './words.ts';

/** The kind of source that the portal asks by itself. */
const ASKED: readonly string[] = ['odata', 'odoo', 'tryton', 'rest'];
/** Sources that orders can be sent to. */
const TAKING = ['odata', 'odoo', 'tryton', 'rest', 'commerceml', 'file-drop'];

const COMMANDS = [
  'npm run brelok -- import file-drop DIR --dry-run',
  'npm run brelok -- import file-drop DIR',
  'npm run brelok -- import commerceml FILE',
];

export async function loader({ request, context }: Route.LoaderArgs) {
  await requirePermission(request, context, 'import:manage');
  return {
    title: wordsIn(adminWords, context.locale).sources.title,
    sources: await findSources(context.services.db, context.services.now()),
    takers: KINDS_THAT_TAKE_KEY_DISCOUNTS,
  };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function Sources({ loaderData }: Route.ComponentProps) {
  const words = useWords(adminWords).sources;
  const trackingWord = useWords(trackingWords);
  const { sources, takers } = loaderData;
  return (
    <>
      <PageTitle
        title={words.title}
        lead={words.lead}
        actions={<LinkButton href="/admin/sources/connect">{words.connect}</LinkButton>}
      />
      {sources.length === 0 && (
        <EmptyState icon="source" title={words.empty}>
          {words.emptyText}
        </EmptyState>
      )}
      {sources.map((source) => (
        <SourceSheet key={source.id} source={source} takesDiscounts={takers.includes(source.kind)} />
      ))}
      <Way title={words.connect} text={words.connectText} href="/admin/sources/connect" link={words.open} />
      <Way
        title={words.exchange}
        text={words.exchangeText}
        href="/admin/sources/exchange"
        link={words.exchangeLink}
      />
      <Way
        title={trackingWord.link}
        text={trackingWord.linkText}
        href="/admin/sources/tracking"
        link={words.open}
      />
      <Sheet title={words.commands}>
        <p>{words.commandsText}</p>
        {COMMANDS.map((command) => (
          <CopyCode key={command} code={command} />
        ))}
        <p className="soft">{words.dryRun}</p>
        <p className="soft">{words.watched}</p>
      </Sheet>
    </>
  );
}

/** A further way in which data comes, and the page that sets it up. */
function Way({ title, text, href, link }: { title: string; text: string; href: string; link: string }) {
  return (
    <Sheet
      title={title}
      tools={
        <LinkButton href={href} size="small" aria-label={`${title}: ${link}`}>
          {link}
        </LinkButton>
      }
    >
      <p>{text}</p>
    </Sheet>
  );
}

function SourceSheet({ source, takesDiscounts }: { source: ListedSource; takesDiscounts: boolean }) {
  const outletWord = useWords(outletWords);
  const { format } = usePage();
  const words = useWords(adminWords).sources;
  const kind = Object.entries(words.kinds).find(([known]) => known === source.kind)?.[1];
  const entityWord = (entity: string) =>
    Object.entries(words.entities).find(([known]) => known === entity)?.[1] ?? entity;
  return (
    <Sheet title={source.name} isFlush>
      <p className="sheet-late">
        {kind ?? words.unknownKind}, {takesDiscounts ? words.takesDiscounts : words.takesNone}
      </p>
      {ASKED.includes(source.kind) && (
        <p className="sheet-late">
          <a href={`/admin/sources/connect?name=${encodeURIComponent(source.name)}`}>{words.connection}</a>
        </p>
      )}
      {TAKING.some((known) => known === source.kind) && (
        <p className="sheet-late">
          <a href={`/admin/sources/${encodeURIComponent(source.id)}/orders`}>{outletWord.link}</a>
        </p>
      )}
      <Wrong source={source} entityWord={entityWord} />
      {source.states.length > 0 && (
        <DataTable
          caption={`${source.name}: ${words.gives}`}
          rows={source.states}
          rowKey={(state) => state.kind}
          columns={[
            { key: 'kind', head: words.gives, cell: (state) => entityWord(state.kind) },
            { key: 'asOf', head: words.asOf, cell: ({ asOf }) => <Instant at={asOf} /> },
            {
              key: 'rows',
              head: words.rows,
              isNumber: true,
              phone: 'figure',
              cell: ({ rowCount }) => format.count(rowCount),
            },
          ]}
        />
      )}
      <div className="sheet-foot">
        <section className="stack" aria-label={`${source.name}: ${words.runs}`}>
          <h3>{words.runs}</h3>
          {source.runs.length === 0 && <p className="soft">{words.noRuns}</p>}
          {source.runs.map((run) => (
            <Run key={run.id} run={run} entityWord={entityWord} />
          ))}
        </section>
      </div>
    </Sheet>
  );
}

/** What keeps a source that the portal asks from being up to date. */
function Wrong({
  source: { name, stop, faults },
  entityWord,
}: {
  source: ListedSource;
  entityWord: (entity: string) => string;
}) {
  const words = useWords(sourceWords);
  if (stop === null && faults.length === 0) return null;
  return (
    <div className="sheet-late">
      {stop === 'not_begun' && (
        <Notice kind="watch">
          <p>{words.notBegun}</p>
          <p>
            <a href={`/admin/sources/connect?name=${encodeURIComponent(name)}`}>{words.toRows}</a>
          </p>
        </Notice>
      )}
      {(stop === 'stopped' || stop === 'credentials_missing') && (
        <Notice kind="problem">{stop === 'stopped' ? words.stopped : words.missingCredentials}</Notice>
      )}
      {faults.length > 0 && (
        <Notice kind="watch">
          {faults.map(({ kind, detail }) => (
            <p key={kind}>
              {entityWord(kind)}: <code>{detail}</code>
            </p>
          ))}
        </Notice>
      )}
    </div>
  );
}

function Run({ run, entityWord }: { run: ListedRun; entityWord: (entity: string) => string }) {
  const { format } = usePage();
  const words = useWords(adminWords).sources;
  const outcome = Object.entries(words.outcomes).find(([known]) => known === run.outcome)?.[1];
  const deedWord = (name: string) =>
    Object.entries(words.deeds).find(([known]) => known === name)?.[1] ?? name;
  const tone = run.outcome === 'applied' ? 'good' : run.outcome === null ? 'moving' : 'bad';
  return (
    <div>
      <p className="row">
        <StatusMark tone={tone}>{outcome ?? words.outcomes.running}</StatusMark>
        <Instant at={run.startedAt} isRelative />
        <span className="soft">
          {run.counts.map(({ name, count }) => words.deed(deedWord(name), format.count(count))).join(', ')}
        </span>
      </p>
      {run.progress !== null && (
        <p className="soft">
          {words.progress({
            what: `${words.phases[run.progress.phase]}, ${entityWord(run.progress.kind)}`,
            done: format.count(run.progress.rowsDone),
            total: run.progress.rowsTotal === null ? null : format.count(run.progress.rowsTotal),
            rate: format.count(run.progress.rowsPerSecond),
          })}
          {run.progress.secondsLeft !== null && `, ${words.left(run.progress.secondsLeft)}`}
        </p>
      )}
      {run.problemTotal > 0 && (
        <details>
          <summary>{words.problems(run.problemTotal)}</summary>
          <ul>
            {run.problems.map(({ place, reason }, index) => (
              <li key={`${place} ${index}`}>
                <code>{place}</code> {reason}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
