import { findSourceFacts } from '../freshness/find-source-facts.server.ts';
import { requireClass } from '../http/guards.server.ts';
import { onFromInstant } from '../lib/dates.ts';
import { wordsIn } from '../lib/i18n.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { Notice } from '../ui/notice.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Sheet } from '../ui/sheet.tsx';
import type { Route } from './+types/discounts.route';
import type { AccountDiscount } from './account-discount.ts';
import { findAccountDiscounts } from './find-account-discounts.server.ts';
import { KeyDiscounts } from './key-discounts.tsx';
import { SourceDiscounts } from './source-discounts.tsx';
import { discountsWords } from './words.ts';

/** Which key of the customer carries which discount, by whom and until when, and what the source grants. */
export async function loader({ request, context }: Route.LoaderArgs) {
  const { actor } = await requireClass(request, context, 'own-price');
  const { db, company, now } = context.services;
  const { timeZone } = await company.find();
  const [discounts, facts] = await Promise.all([
    findAccountDiscounts(db, { actor, on: onFromInstant(now(), timeZone) }),
    findSourceFacts(db, { actor }),
  ]);
  return { title: wordsIn(discountsWords, context.locale).title, ...discounts, facts };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function Discounts({ loaderData: { title, keys, ofSource, facts } }: Route.ComponentProps) {
  const words = useWords(discountsWords);
  const all = [...keys.flatMap(({ discounts }) => discounts), ...ofSource];
  return (
    <>
      <PageTitle title={title} lead={words.lead} />
      <Ending discounts={all.filter(({ phase }) => phase === 'ending')} />
      {keys.map((carrier) => (
        <KeyDiscounts key={carrier.id} carrier={carrier} />
      ))}
      {keys.length > 0 && <p className="soft">{words.onlyInHand}</p>}
      {keys.length === 0 && (
        <Sheet>
          <EmptyState icon="discount" title={words.none.title}>
            {words.none.text}
          </EmptyState>
        </Sheet>
      )}
      <SourceDiscounts discounts={ofSource} facts={facts} />
    </>
  );
}

/** One that several keys carry is named once. */
function Ending({ discounts }: { discounts: readonly AccountDiscount[] }) {
  const { format } = usePage();
  const words = useWords(discountsWords).ending;
  const rules = [...new Map(discounts.map(({ rule }) => [rule.id, rule])).values()];
  if (rules.length === 0) return null;
  return (
    <Notice kind="watch" title={words.title(rules.length)}>
      <ul>
        {rules.map(({ id, name, validToOn }) => (
          <li key={id}>{words.one(name, validToOn === null ? '' : format.day(validToOn))}</li>
        ))}
      </ul>
    </Notice>
  );
}
