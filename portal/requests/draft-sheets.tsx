import type { ReactNode } from 'react';
import type { Freshness } from '../ui/as-of.tsx';
import { Button } from '../ui/button.tsx';
import { Field, Select, Textarea } from '../ui/field.tsx';
import { KeyForm } from '../ui/key-form.tsx';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';
import { Sheet } from '../ui/sheet.tsx';
import type { OrderingSource } from './find-ordering-sources.server.ts';
import type { RequestDetail } from './find-requests.server.ts';
import { NOTE_LENGTH_MAX, REFERENCE_LENGTH_MAX } from './order-request.ts';
import { RequestLines, RequestTotals } from './request-lines.tsx';
import { requestsWords } from './words.ts';

type DraftPage = {
  request: Pick<
    RequestDetail,
    'id' | 'lines' | 'total' | 'customerReference' | 'note' | 'counterpartyId' | 'fromOrder'
  >;
  stamp: string;
  /** A key must confirm this amount. */
  isTouched: boolean;
  /** The session's key can. */
  provesAll: boolean;
  places: readonly OrderingSource[];
  pricesAsOf: Freshness | null;
};

type DraftSheetsProps = {
  page: DraftPage;
  faulty: readonly string[];
  typed: ReadonlyMap<string, string>;
  list: string;
};

/** A draft: goods and quantities to be changed, what it comes to now, and the way out. */
export function DraftSheets({ page, faulty, typed, list }: DraftSheetsProps) {
  const words = useWords(requestsWords);
  const { request, pricesAsOf, isTouched, provesAll } = page;
  const action = `/requests/${encodeURIComponent(request.id)}`;
  const hasLines = request.lines.length > 0;
  return (
    <>
      <DraftForm action={action} isKeyAsked={isTouched && provesAll}>
        <EnterSaves />
        <input type="hidden" name="stamp" value={page.stamp} />
        <input type="hidden" name="amount" value={amountOf(request.total)} />
        <Sheet
          title={words.columns.goods}
          freshness={pricesAsOf}
          isFlush={hasLines}
          foot={hasLines && <RequestTotals total={request.total} lines={request.lines} />}
        >
          {!hasLines && <p className="soft">{words.problems.nothing_to_order}</p>}
          {hasLines && (
            <RequestLines
              caption={words.columns.goods}
              lines={request.lines}
              currency={request.total?.total.currency ?? null}
              faulty={faulty}
              typed={typed}
            />
          )}
        </Sheet>
        <DraftFields page={page} />
        {isTouched && !provesAll && (
          <Notice kind="watch">
            <p>{words.problems.needs_key}</p>
          </Notice>
        )}
        <DraftButtons isTouched={isTouched} canSend={hasLines && (!isTouched || provesAll)} />
      </DraftForm>
      <Sheet title={words.addMore}>
        <form className="form" method="post" action={action}>
          <Textarea
            name="list"
            label={words.list}
            hint={words.listHint}
            rows={4}
            maxLength={20_000}
            defaultValue={list}
            spellCheck={false}
            required
          />
          <div className="form-actions">
            <Button name="intent" value="add">
              {words.addMore}
            </Button>
          </div>
        </form>
      </Sheet>
    </>
  );
}

/** The Enter key presses a form's first button: in a field it must not send an order. */
function EnterSaves() {
  const words = useWords(requestsWords);
  return (
    <button className="unseen" name="intent" value="update" tabIndex={-1} aria-hidden="true">
      {words.recalculate}
    </button>
  );
}

/** In words that the key signs: amount, currency, with or without tax. */
function amountOf(total: RequestDetail['total']): string {
  if (total === null) return '';
  const { amountMinor, currency } = total.total;
  return `${amountMinor} ${currency} ${total.isTaxIncluded ? 'with-tax' : 'without-tax'}`;
}

function DraftForm({
  action,
  isKeyAsked,
  children,
}: {
  action: string;
  isKeyAsked: boolean;
  children: ReactNode;
}) {
  if (isKeyAsked) {
    return (
      <KeyForm className="stack" action={action}>
        {children}
      </KeyForm>
    );
  }
  return (
    <form className="stack" method="post" action={action}>
      {children}
    </form>
  );
}

function DraftFields({ page: { request, places } }: { page: DraftPage }) {
  const words = useWords(requestsWords);
  return (
    <Sheet>
      <div className="form">
        {places.length > 1 && (
          <Select
            name="counterpartyId"
            label={words.counterparty}
            defaultValue={request.counterpartyId}
            options={places.map(({ counterpartyId, name }) => ({ value: counterpartyId, word: name }))}
            required
          />
        )}
        <Field
          name="customerReference"
          label={words.reference}
          maxLength={REFERENCE_LENGTH_MAX}
          defaultValue={request.customerReference}
          autoComplete="off"
        />
        <Textarea
          name="note"
          label={words.note}
          maxLength={NOTE_LENGTH_MAX}
          rows={2}
          defaultValue={request.note}
        />
        <p className="soft">{words.removeHint}</p>
      </div>
    </Sheet>
  );
}

function DraftButtons({ isTouched, canSend }: { isTouched: boolean; canSend: boolean }) {
  const words = useWords(requestsWords);
  return (
    <div className="form-actions">
      {canSend && (
        <Button kind="primary" name="intent" value={isTouched ? 'sign' : 'send'}>
          {isTouched ? words.sign : words.send}
        </Button>
      )}
      <Button name="intent" value="update">
        {words.recalculate}
      </Button>
      <Button kind="danger" name="intent" value="discard">
        {words.discard}
      </Button>
    </div>
  );
}
