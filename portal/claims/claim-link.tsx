import { LinkButton } from '../ui/button.tsx';
import { useWords } from '../ui/page-context.tsx';
import { claimsWords } from './words.ts';

/** The way to a claim of an order. */
export function ClaimLink({ orderId }: { orderId: string }) {
  return <LinkButton href={claimPath(orderId)}>{useWords(claimsWords).begin}</LinkButton>;
}

/** The way to a claim of one of its shipments. */
export function ShipmentClaimLink({
  orderId,
  shipment,
}: {
  orderId: string;
  shipment: { id: string; number: string };
}) {
  const words = useWords(claimsWords);
  const href = `${claimPath(orderId)}?shipment=${encodeURIComponent(shipment.id)}`;
  return (
    <LinkButton kind="plain" size="small" href={href} aria-label={words.beginOf(shipment.number)}>
      {words.begin}
    </LinkButton>
  );
}

/** The way to all claims. */
export function ClaimsLink() {
  return <LinkButton href="/claims">{useWords(claimsWords).title}</LinkButton>;
}

function claimPath(orderId: string): string {
  return `/orders/${encodeURIComponent(orderId)}/claim`;
}
