import { LinkButton } from './button.tsx';
import type { ClosedClass } from './closed-class.ts';
import { usePage, useWords } from './page-context.tsx';
import { uiWords } from './words.ts';

/** What an error page may say; the exception's own text never reaches a browser. */
export type Trouble = 'not-found' | 'refused' | 'unconfirmed' | 'stale' | 'moving' | 'too-many' | 'failed';

const CAN_BE_REPEATED: ReadonlySet<Trouble> = new Set(['moving', 'failed', 'stale', 'too-many']);

/** Which page belongs to the status of a refusal. */
export function troubleOfStatus(status: number): Trouble {
  if (status === 404) return 'not-found';
  if (status === 403) return 'refused';
  if (status === 428) return 'unconfirmed';
  if (status === 503) return 'moving';
  if (status === 429) return 'too-many';
  return status < 500 ? 'stale' : 'failed';
}

/** What happened, what was kept, and the next step. */
export function ErrorPage({
  trouble,
  closed = null,
  retryAfterSeconds,
  requestId,
  homeHref,
}: {
  trouble: Trouble;
  /** What exactly is closed to the session, where that is why. */
  closed?: ClosedClass | null;
  /** Of a limit that was met. */
  retryAfterSeconds?: number | undefined;
  requestId?: string | undefined;
  homeHref: string;
}) {
  const { path } = usePage();
  const words = useWords(uiWords).trouble;
  return (
    <div className="trouble">
      <title>{words[trouble].title}</title>
      <h1>{words[trouble].title}</h1>
      {closed === null ? (
        <p>
          {words[trouble].text}
          {retryAfterSeconds !== undefined && ` ${words.wait(Math.ceil(retryAfterSeconds / 60))}`}
        </p>
      ) : (
        <WhatOpens closed={closed} />
      )}
      <div className="form-actions">
        {CAN_BE_REPEATED.has(trouble) && (
          <LinkButton kind="primary" href={path}>
            {words.again}
          </LinkButton>
        )}
        <LinkButton href={homeHref}>{words.toHome}</LinkButton>
      </div>
      {requestId && (
        <p className="soft">
          {words.requestId} <code>{requestId}</code>
        </p>
      )}
    </div>
  );
}

/** What this key and role open, and what would open the rest; never a number. */
function WhatOpens({ closed: { wanted, opens, openedBy } }: { closed: ClosedClass }) {
  const words = useWords(uiWords).closed;
  const opened = opens.map((dataClass) => words.classes[dataClass]).join('; ');
  return (
    <>
      <p>{words.wanted(words.classes[wanted])}</p>
      <p>{opens.length === 0 ? words.opensNothing : words.opens(opened)}</p>
      <p>{words.openedBy[openedBy]}</p>
    </>
  );
}
