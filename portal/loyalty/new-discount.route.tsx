import { data, redirect } from 'react-router';
import { requirePermission } from '../http/guards.server.ts';
import { readForm, textOf } from '../http/read-form.server.ts';
import { onFromInstant } from '../lib/dates.ts';
import { wordsIn } from '../lib/i18n.ts';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import type { Route } from './+types/new-discount.route';
import { toDiscountTexts } from './discount-draft.ts';
import type { DiscountTexts } from './discount-draft.ts';
import { DiscountForm } from './discount-form.tsx';
import { findDiscount, findGoodsGroups } from './find-discounts.server.ts';
import { previewDiscount } from './preview-discount.server.ts';
import { readDiscountForm } from './read-discount-form.server.ts';
import { saveDiscount } from './save-discount.server.ts';
import { loyaltyWords } from './words.ts';

const EMPTY: DiscountTexts = {
  name: '',
  percent: '',
  fixedPrice: '',
  currency: '',
  goodsGroup: '',
  sku: '',
  validFromOn: '',
  validToOn: '',
  limit: '',
};

/** An empty form, or with `?copy=ID` the terms of another discount, to begin today. */
export async function loader({ request, context }: Route.LoaderArgs) {
  await requirePermission(request, context, 'discount:manage');
  const { db, company, now } = context.services;
  const copied = new URL(request.url).searchParams.get('copy');
  const source = copied === null ? null : await findDiscount(db, copied);
  const today = onFromInstant(now(), (await company.find()).timeZone);
  const texts = source === null ? EMPTY : { ...toDiscountTexts(source), validToOn: '' };
  return {
    title: wordsIn(loyaltyWords, context.locale).form.newTitle,
    groups: await findGoodsGroups(db),
    state: { texts: { ...texts, validFromOn: today }, faults: {}, sample: '' },
  };
}

export async function action({ request, context }: Route.ActionArgs) {
  const { actor } = await requirePermission(request, context, 'discount:manage');
  const form = await readForm(request);
  const { outcome, state, wanted } = readDiscountForm(form);
  if (!outcome.ok) return data({ state, preview: null }, { status: 422 });
  const { terms } = outcome;
  if (textOf(form, 'intent') !== 'save')
    return data({ state, preview: await previewDiscount(context.services.db, { terms, wanted }) });

  const saved = await saveDiscount(context.auth, { discountId: null, terms, actor, trace: context.trace });
  if (saved.ok) return redirect(`/loyalty/${saved.discountId}?done=saved`);
  const faults = saved.reason === 'unknown_goods' ? saved.faults : {};
  return data({ state: { ...state, faults }, preview: null }, { status: 422 });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function NewDiscount({ loaderData, actionData }: Route.ComponentProps) {
  const words = useWords(loyaltyWords);
  return (
    <>
      <PageTitle title={words.form.newTitle} back={{ href: '/loyalty', word: words.back }} />
      <DiscountForm
        title={words.form.newTitle}
        action="/loyalty/new"
        state={actionData?.state ?? loaderData.state}
        groups={loaderData.groups}
        preview={actionData?.preview ?? null}
      />
    </>
  );
}
