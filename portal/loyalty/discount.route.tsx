import { data, redirect } from 'react-router';
import { requirePermission } from '../http/guards.server.ts';
import { readForm, textOf } from '../http/read-form.server.ts';
import { badRequest, notFound } from '../http/refuse.server.ts';
import { requireStepUp } from '../step-up/require-step-up.server.ts';
import { LinkButton } from '../ui/button.tsx';
import { KeyValueList } from '../ui/key-value-list.tsx';
import { Money } from '../ui/money.tsx';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Instant } from '../ui/when.tsx';
import type { Route } from './+types/discount.route';
import { applyIntent, parseIntent } from './apply-intent.server.ts';
import { toDiscountTexts } from './discount-draft.ts';
import { DiscountForm } from './discount-form.tsx';
import { CoveredGoods, DiscountMark, Effect, Period } from './discount-view.tsx';
import { findDiscount, findGoodsGroups } from './find-discounts.server.ts';
import type { DiscountDetail } from './find-discounts.server.ts';
import { findAccountKeys, findAccountsByText, findTies } from './find-ties.server.ts';
import { previewDiscount } from './preview-discount.server.ts';
import { readDiscountForm } from './read-discount-form.server.ts';
import { saveDiscount } from './save-discount.server.ts';
import { OutgoingSheet, SwitchSheets } from './switch-sheets.tsx';
import { GiveToKeySheet, TiesSheet } from './tie-sheets.tsx';
import { loyaltyWords } from './words.ts';
import { findOutgoingFiles } from './write-key-discounts.server.ts';

const DONE = ['saved', 'activated', 'ended', 'tied', 'untied'] as const;

export async function loader({ request, params, context }: Route.LoaderArgs) {
  await requirePermission(request, context, 'discount:manage');
  const { db } = context.services;
  const discount = await findDiscount(db, params.discountId);
  if (discount === null) throw notFound();
  const query = new URL(request.url).searchParams;
  const text = query.get('q') ?? '';
  const found = text === '' ? [] : await findAccountsByText(db, text);
  const chosenId = query.get('account') ?? (found.length === 1 ? found[0]?.id : null) ?? null;
  return {
    title: discount.name,
    discount,
    groups: discount.status === 'draft' ? await findGoodsGroups(db) : [],
    ties: await findTies(db, { discountId: discount.id, cursor: query.get('ties') }),
    isLaterPage: query.has('ties'),
    search: { text, found, chosen: chosenId === null ? null : await findAccountKeys(db, chosenId) },
    files: await findOutgoingFiles(db),
    done: DONE.find((known) => known === query.get('done')) ?? null,
  };
}

export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor } = await requirePermission(request, context, 'discount:manage');
  const { discountId } = params;
  const form = await readForm(request);
  const intent = parseIntent(textOf(form, 'intent'));
  if (intent === null) return draftAction({ form, discountId, context, actor });
  await requireStepUp(request, context, { actor, form });
  const outcome = await applyIntent(context, { intent, discountId, form, actor });
  if (outcome.ok) return redirect(`/loyalty/${encodeURIComponent(discountId)}?done=${outcome.done}`);
  return data({ problem: outcome.reason, draft: null, preview: null }, { status: 409 });
}

type DraftAction = Pick<Route.ActionArgs, 'context'> & {
  form: FormData;
  discountId: string;
  actor: Awaited<ReturnType<typeof requirePermission>>['actor'];
};

/** The large form: looks at the effect, or saves the terms. */
async function draftAction({ form, discountId, context, actor }: DraftAction) {
  const intent = textOf(form, 'intent');
  if (intent !== 'save' && intent !== 'preview') throw badRequest();
  const { outcome, state, wanted } = readDiscountForm(form);
  if (!outcome.ok) return data({ problem: null, draft: state, preview: null }, { status: 422 });
  const { terms } = outcome;
  if (intent === 'preview') {
    const preview = await previewDiscount(context.services.db, { terms, wanted });
    return data({ problem: null, draft: state, preview });
  }
  const saved = await saveDiscount(context.auth, { discountId, terms, actor, trace: context.trace });
  if (saved.ok) return redirect(`/loyalty/${saved.discountId}?done=saved`);
  if (saved.reason === 'not_a_draft')
    return data({ problem: 'not_a_draft', draft: null, preview: null } as const, { status: 409 });
  return data({ problem: null, draft: { ...state, faults: saved.faults }, preview: null }, { status: 422 });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function Discount({ loaderData, actionData }: Route.ComponentProps) {
  const words = useWords(loyaltyWords);
  const { discount, groups, ties, isLaterPage, search, files, done } = loaderData;
  const action = `/loyalty/${discount.id}`;
  const problem = actionData?.problem;
  const saved = { texts: toDiscountTexts(discount), faults: {}, sample: '' };
  return (
    <>
      <PageTitle
        title={discount.name}
        lead={<DiscountMark status={discount.status} />}
        back={{ href: '/loyalty', word: words.back }}
        actions={
          <LinkButton icon="plus" href={`/loyalty/new?copy=${discount.id}`}>
            {words.switch.copy}
          </LinkButton>
        }
      />
      {done && !actionData && <Notice kind="good">{words.done[done]}</Notice>}
      {problem && <Notice kind="problem">{words.problems[problem]}</Notice>}
      {discount.status === 'draft' ? (
        <DiscountForm
          title={words.form.draftTitle}
          action={action}
          state={actionData?.draft ?? saved}
          groups={groups}
          preview={actionData?.preview ?? null}
        />
      ) : (
        <FactsSheet discount={discount} />
      )}
      <TiesSheet action={action} ties={ties} isLaterPage={isLaterPage} />
      {discount.status !== 'ended' && (
        <div className="columns">
          <GiveToKeySheet action={action} search={search} />
          <SwitchSheets action={action} status={discount.status} canActivate={files.length > 0} />
        </div>
      )}
      <OutgoingSheet files={files} />
    </>
  );
}

function FactsSheet({ discount }: { discount: DiscountDetail }) {
  const words = useWords(loyaltyWords).facts;
  const { currency, maxAmountMinor, createdAt, createdBy } = discount;
  const limit =
    maxAmountMinor === null || currency === null ? (
      words.noLimit
    ) : (
      <Money of={{ amountMinor: maxAmountMinor, currency }} />
    );
  return (
    <Sheet>
      <KeyValueList
        items={[
          { key: words.effect, value: <Effect of={discount} /> },
          { key: words.goods, value: <CoveredGoods of={discount} /> },
          { key: words.period, value: <Period of={discount} /> },
          { key: words.limit, value: limit },
          {
            key: words.created,
            value: (
              <>
                <Instant at={createdAt} />
                {createdBy !== null && <span className="soft"> · {words.by(createdBy)}</span>}
              </>
            ),
          },
        ]}
      />
    </Sheet>
  );
}
