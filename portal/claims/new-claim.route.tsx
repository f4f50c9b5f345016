import { randomUUID } from 'node:crypto';
import { data, redirect } from 'react-router';
import { requireClaimant } from '../http/guards.server.ts';
import { requireWithinLimit } from '../http/limit.server.ts';
import type { PortalContext } from '../http/portal-context.server.ts';
import { readForm } from '../http/read-form.server.ts';
import { badRequest, notFound } from '../http/refuse.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import { ErrorSummary } from '../ui/error-summary.tsx';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Sheet } from '../ui/sheet.tsx';
import type { Route } from './+types/new-claim.route';
import { ClaimFields } from './claim-fields.tsx';
import { readClaimForm } from './claim-form.ts';
import { ClaimTable } from './claim-table.tsx';
import { findClaimable } from './find-claimable.server.ts';
import { findClaimsOfOrder } from './find-claims.server.ts';
import { sendClaim } from './send-claim.server.ts';
import { claimsWords } from './words.ts';

/** Two fields a line: an order of a thousand lines fits in. */
const LARGEST_FORM_BYTES = 256 * 1024;

/** What is wrong with an order, or with one of its shipments, line by line. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { actor } = await requireClaimant(request, context);
  const { orderId } = params;
  const { order, shipment, lines } = await find(context, { actor, orderId, url: request.url });
  const words = wordsIn(claimsWords, context.locale);
  return {
    title: shipment === null ? words.newTitle(order.number) : words.newOfShipment(shipment.number),
    order: { id: order.id, number: order.number },
    shipmentId: shipment?.id ?? null,
    lines,
    known: await findClaimsOfOrder(context.services.db, { actor, orderId }),
    formId: randomUUID(),
  };
}

type Asked = Pick<Parameters<typeof findClaimable>[1], 'actor' | 'orderId'> & { url: string };

async function find({ services }: PortalContext, { actor, orderId, url }: Asked) {
  const shipmentId = new URL(url).searchParams.get('shipment');
  const found = await findClaimable(services.db, { actor, orderId, shipmentId });
  if (found === null) throw notFound();
  return found;
}

export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor } = await requireClaimant(request, context);
  const { orderId } = params;
  const { shipment, lines } = await find(context, { actor, orderId, url: request.url });
  const read = readClaimForm(await readForm(request, LARGEST_FORM_BYTES), lines);
  if (read === null) throw badRequest();
  if (!read.ok) return data(read, { status: 422 });
  await requireWithinLimit(context, 'claim', actor);
  const { ok: _ok, ...claim } = read;
  const shipmentId = shipment?.id ?? null;
  const outcome = await sendClaim(context.auth, {
    actor,
    orderId,
    shipmentId,
    ...claim,
    trace: context.trace,
  });
  if (!outcome.ok) throw notFound();
  const done = outcome.isNew ? 'sent' : 'known';
  return redirect(`/claims/${encodeURIComponent(outcome.claimId)}?done=${done}`);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function NewClaim({ loaderData, actionData }: Route.ComponentProps) {
  const words = useWords(claimsWords);
  const { title, order, shipmentId, lines, known, formId } = loaderData;
  const path = `/orders/${encodeURIComponent(order.id)}`;
  const query = shipmentId === null ? '' : `?shipment=${encodeURIComponent(shipmentId)}`;
  const faulty = lines.flatMap((line) => {
    const fault = actionData?.lineFaults.get(line.id);
    return fault === undefined ? [] : [{ line, fault }];
  });
  const errors = [
    ...faulty.map(({ line, fault }) => ({
      fieldId: `${fault === 'kind' ? 'kind' : 'quantity'}-${line.id}`,
      label: line.name,
      message: words.faults[fault],
    })),
    ...(actionData?.faults ?? []).map((fault) => ({
      fieldId: fieldOf(fault, lines[0]?.id ?? ''),
      message: words.problems[fault],
    })),
  ];
  return (
    <>
      <PageTitle title={title} lead={words.form.lead} back={{ href: path, word: words.facts.order }} />
      <ErrorSummary errors={errors} />
      {known.length > 0 && (
        <Sheet title={words.form.known} isFlush>
          <ClaimTable caption={words.form.known} rows={known} isOfOneOrder />
        </Sheet>
      )}
      {lines.length === 0 && (
        <Notice kind="info">
          <p>{words.form.nothing}</p>
        </Notice>
      )}
      {lines.length > 0 && (
        <form className="stack" method="post" action={`${path}/claim${query}`}>
          <input type="hidden" name="form" value={actionData?.formId ?? formId} />
          <ClaimFields
            lines={lines}
            typed={actionData?.typed ?? null}
            lineFaults={actionData?.lineFaults ?? null}
            faults={actionData?.faults ?? []}
          />
        </form>
      )}
    </>
  );
}

function fieldOf(fault: 'no_lines' | 'wish' | 'note' | 'note_long', firstLine: string): string {
  if (fault === 'no_lines') return `quantity-${firstLine}`;
  return fault === 'wish' ? 'wish' : 'note';
}
