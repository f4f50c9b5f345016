import { data, redirect } from 'react-router';
import { previewReceipt, receiveKeys } from '#auth/keys/receive-keys.ts';
import { KEY_KINDS } from '#auth/keys/key-kind.ts';
import { requireStaff } from '../http/guards.server.ts';
import type { PortalContext } from '../http/portal-context.server.ts';
import { readForm, textOf, textsOf } from '../http/read-form.server.ts';
import { badRequest, forbidden } from '../http/refuse.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import { requireStepUp } from '../step-up/require-step-up.server.ts';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import type { Route } from './+types/receive-keys.route';
import type { StockRow } from './read-stock-file.server.ts';
import {
  RECEIVE_FIELDS,
  RECEIVE_FORM_BYTES,
  keepList,
  parseKeptList,
  readReceiveForm,
} from './receive-form.server.ts';
import type { ReceiveTexts } from './receive-form.server.ts';
import { ReceiveForm } from './receive-form.tsx';
import { ReceiptPreview } from './receipt-preview.tsx';
import { parseStockList, toStockTexts } from './stock-list.ts';
import { stockWords } from './words.ts';

export async function loader({ request, context }: Route.LoaderArgs) {
  await requireStaff(request, context, ['account-manager', 'administrator']);
  return { title: wordsIn(stockWords, context.locale).receive.title };
}

/** First the list is judged and shown as it would be stored; from there it is stored, all of it or nothing. */
export async function action({ request, context }: Route.ActionArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager', 'administrator']);
  const form = await readForm(request, RECEIVE_FORM_BYTES);
  const texts = textsOf(form, RECEIVE_FIELDS);
  const kept = textOf(form, 'list');
  if (kept === '') {
    const read = await readReceiveForm(form);
    if (!read.ok) return data({ kind: 'fault', texts, fault: read.fault } as const, { status: 422 });
    return preview(context, { rows: read.rows, texts });
  }
  const rows = parseKeptList(kept);
  const parsed = rows === null ? null : parseStockList(rows);
  if (rows === null || !parsed?.ok) throw badRequest();
  await requireStepUp(request, context, { actor, form });
  const lines = parsed.lines.map(({ line }) => line);
  const by = { kind: 'staff', actor, trace: context.trace } as const;
  const outcome = await receiveKeys(context.auth, { lines, by });
  if (outcome.ok) {
    throw redirect(`/desk/stock?received=${outcome.received}&unchanged=${outcome.unchanged}`);
  }
  if (outcome.reason === 'not_allowed') throw forbidden('not_your_role');
  return preview(context, { rows, texts: EMPTY });
}

async function preview(
  { services }: PortalContext,
  { rows, texts }: { rows: readonly StockRow[]; texts: ReceiveTexts },
) {
  const parsed = parseStockList(rows);
  if (!parsed.ok) return data({ kind: 'bad-lines', texts, faults: parsed.faults } as const, { status: 422 });
  const plan = await previewReceipt(
    services.db,
    parsed.lines.map(({ line }) => line),
  );
  const shown = plan.map((planned, index) => ({ ...planned, at: parsed.lines[index]?.at ?? 0 }));
  const list = keepList(shown.map(({ at, line }) => ({ at, texts: toStockTexts(line) })));
  const isRefused = plan.some(({ verdict }) => verdict.is === 'refused');
  return data({ kind: 'preview', plan: shown, list } as const, { status: isRefused ? 422 : 200 });
}

const EMPTY: ReceiveTexts = {
  serials: '',
  kind: KEY_KINDS[0],
  model: '',
  batch: '',
  cost: '',
  currency: 'RUB',
};

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function ReceiveKeys({ actionData }: Route.ComponentProps) {
  const words = useWords(stockWords).receive;
  const back = { href: '/desk/stock', word: words.back };
  if (actionData?.kind === 'preview') {
    return (
      <>
        <PageTitle title={words.previewTitle} back={back} />
        <ReceiptPreview plan={actionData.plan} list={actionData.list} />
      </>
    );
  }
  return (
    <>
      <PageTitle title={words.title} lead={words.lead} back={back} />
      <ReceiveForm
        texts={actionData?.texts ?? EMPTY}
        fault={actionData?.kind === 'fault' ? actionData.fault : null}
        faults={actionData?.kind === 'bad-lines' ? actionData.faults : []}
      />
    </>
  );
}
