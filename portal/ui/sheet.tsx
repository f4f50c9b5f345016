import { useId, type ReactNode } from 'react';
import { ageOf, AsOf, type Freshness } from './as-of.tsx';
import { classNames } from './class-names.ts';
import { usePage, useWords } from './page-context.tsx';
import { uiWords } from './words.ts';

type SheetProps = {
  title?: string | undefined;
  /** Every block that shows a source's facts says which source and as of when. */
  freshness?: Freshness | null | undefined;
  /** Links and small buttons at the head. */
  tools?: ReactNode;
  foot?: ReactNode;
  /** For tables, which bring their own margins. */
  isFlush?: boolean;
  children: ReactNode;
};

/** A block of a page. An old one gets a stronger border and a sentence that says what is shown. */
export function Sheet({ title, freshness, tools, foot, isFlush = false, children }: SheetProps) {
  const { now } = usePage();
  const headingId = useId();
  const isOld = freshness ? ageOf(freshness, now) === 'old' : false;
  return (
    <section
      className={classNames('sheet', isOld && 'sheet-old')}
      aria-labelledby={title ? headingId : undefined}
    >
      {(title || freshness || tools) && (
        <div className="sheet-head">
          {title && <h2 id={headingId}>{title}</h2>}
          {freshness && <AsOf freshness={freshness} />}
          {tools}
        </div>
      )}
      {freshness && isOld && <LateSentence freshness={freshness} />}
      <div className={classNames('sheet-body', isFlush && 'sheet-flush')}>{children}</div>
      {foot && <div className="sheet-foot">{foot}</div>}
    </section>
  );
}

/** A detail page: what happened runs down the left edge, the content stands beside it. */
export function EdgeLayout({ edge, children }: { edge: ReactNode; children: ReactNode }) {
  return (
    <div className="edge">
      <div className="edge-side">{edge}</div>
      <div className="stack">{children}</div>
    </div>
  );
}

function LateSentence({ freshness }: { freshness: Freshness }) {
  const { format } = usePage();
  const words = useWords(uiWords).asOf;
  return <p className="sheet-late">{words.late(freshness.source, format.instant(freshness.at))}</p>;
}
