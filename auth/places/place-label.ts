import { z } from 'zod';
import { isWithin, parseAddress, parseNetwork } from '../networks/network.ts';

const LONGEST_LABEL = 60;
const MOST_LABELS = 100;

/** A network that the administrator has named, such as an office. A label is a name: no slash, or it would look like one. */
export const PlaceLabel = z.strictObject({
  cidr: z.string().refine((text) => parseNetwork(text) !== null),
  label: z
    .string()
    .min(1)
    .max(LONGEST_LABEL)
    .regex(/^[^/\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+$/u),
});

export type PlaceLabel = z.infer<typeof PlaceLabel>;

export const PlaceLabels = z.array(PlaceLabel).max(MOST_LABELS);

/** The label of the narrowest network that an address is in; null when nobody has named one (SES-06). */
export function labelOf(address: string, places: readonly PlaceLabel[]): string | null {
  const parsed = parseAddress(address);
  if (parsed === null) return null;
  const matching = places.flatMap(({ cidr, label }) => {
    const network = parseNetwork(cidr);
    return network !== null && isWithin(parsed, network) ? [{ label, prefix: network.prefix }] : [];
  });
  const [narrowest] = matching.toSorted((one, other) => other.prefix - one.prefix);
  return narrowest?.label ?? null;
}
