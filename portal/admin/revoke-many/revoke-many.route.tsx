import { data, redirect } from 'react-router';
import {
  findManyKeys,
  hashOfList,
  missingSerials,
  proposeMassRevoke,
  MASS_KEYS_MAX,
} from '#auth/keys/mass-revoke.ts';
import type { ListedKey } from '#auth/keys/mass-revoke.ts';
import type { StaffActor } from '#auth/permissions/actor.ts';
import { requirePermission } from '../../http/guards.server.ts';
import type { PortalContext } from '../../http/portal-context.server.ts';
import { readForm, textOf, textsOf } from '../../http/read-form.server.ts';
import { forbidden } from '../../http/refuse.server.ts';
import { wordsIn } from '../../lib/i18n.ts';
import { requireStepUp } from '../../step-up/require-step-up.server.ts';
import { findStockChoices } from '../../stock/find-stock.server.ts';
import { useWords } from '../../ui/page-context.tsx';
import { PageTitle } from '../../ui/page-title.tsx';
import type { Route } from './+types/revoke-many.route';
import { MANY_KEYS_FIELDS, parseManyKeys } from './many-keys-form.ts';
import type { ManyKeysTexts } from './many-keys-form.ts';
import { ChooseSheet, ListSheet } from './revoke-sheets.tsx';
import type { ManyKeysProblem } from './revoke-sheets.tsx';
import { revokeManyWords } from './words.ts';

/** Five thousand serials of the longest kind fit in. */
const FORM_BYTES = 512 * 1024;
const LONGEST_REASON = 500;
const KEYS_SHOWN = 200;

/** Which keys shall end together; another administrator confirms it on the page to which this leads. */
export async function loader({ request, context }: Route.LoaderArgs) {
  const { actor } = await requirePermission(request, context, 'key:revoke-many');
  const { models, batches } = await findStockChoices(context.services.db, actor);
  return { title: wordsIn(revokeManyWords, context.locale).title, models, batches };
}

/** First shows the list; only the list that was shown is asked for. */
export async function action({ request, context }: Route.ActionArgs) {
  const { actor } = await requirePermission(request, context, 'key:revoke-many');
  const form = await readForm(request, FORM_BYTES);
  const texts = textsOf(form, MANY_KEYS_FIELDS);
  const parsed = parseManyKeys(texts);
  if (!parsed.ok) return answer({ texts, problem: badTexts(parsed.badSerials) });
  const keys = await findManyKeys(context.services.db, parsed.many);
  const missing = missingSerials(parsed.many, keys);
  if (missing.length > 0) return answer({ texts, problem: { is: 'missing', serials: missing } });
  if (keys.length === 0) return answer({ texts, problem: { is: 'nothing' } });
  if (keys.length > MASS_KEYS_MAX) return answer({ texts, problem: { is: 'too_many' } });
  const shown = { keys: keys.slice(0, KEYS_SHOWN), count: keys.length, hash: hashOfList(keys) };
  if (textOf(form, 'intent') !== 'ask') return answer({ texts, problem: null, shown }, 200);
  const reason = textOf(form, 'reason').slice(0, LONGEST_REASON);
  if (reason === '') return answer({ texts, problem: { is: 'reason' }, shown });
  await requireStepUp(request, context, { actor, form });
  const asked = { many: parsed.many, seenHash: textOf(form, 'keysHash'), reason };
  return ask(context, actor, { asked, texts, shown });
}

type Shown = { keys: ListedKey[]; count: number; hash: string };
type Answer = { texts: ManyKeysTexts; problem: ManyKeysProblem | null; shown?: Shown };
type Asked = Pick<Parameters<typeof proposeMassRevoke>[1], 'many' | 'seenHash' | 'reason'>;

async function ask(
  context: PortalContext,
  actor: StaffActor,
  { asked, texts, shown }: { asked: Asked; texts: ManyKeysTexts; shown: Shown },
) {
  const outcome = await proposeMassRevoke(context.auth, { ...asked, actor, trace: context.trace });
  if (outcome.ok) throw redirect(`/admin/proposals/${outcome.proposalId}?done=asked`);
  if (outcome.reason === 'not_allowed') throw forbidden('not_your_role');
  return answer({ texts, problem: { is: outcome.reason }, shown }, 409);
}

function answer({ texts, problem, shown }: Answer, status = 422) {
  return data({ texts, problem, shown: shown ?? null }, { status });
}

function badTexts(badSerials: string[]): ManyKeysProblem {
  return badSerials.length > 0 ? { is: 'badSerials', lines: badSerials } : { is: 'choose' };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

const EMPTY: ManyKeysTexts = { by: 'batch', batch: '', model: '', serials: '' };

export default function RevokeMany({ loaderData, actionData }: Route.ComponentProps) {
  const words = useWords(revokeManyWords);
  const texts = actionData?.texts ?? EMPTY;
  return (
    <>
      <PageTitle
        title={words.title}
        lead={words.lead}
        back={{ href: '/desk/stock?status=all', word: words.back }}
      />
      {actionData?.shown && <ListSheet texts={texts} shown={actionData.shown} problem={actionData.problem} />}
      <ChooseSheet
        texts={texts}
        models={loaderData.models}
        batches={loaderData.batches}
        problem={actionData?.shown ? null : (actionData?.problem ?? null)}
      />
    </>
  );
}
