import type { ListedLetter } from '#auth/letters/find-letters.ts';
import type { PortalServices } from '../portal-services.server.ts';
import { composeFor } from './send-letters.server.ts';

/** One text, and everybody to whom it goes. */
export type ReadLetter = { id: string; to: readonly string[]; subject: string; text: string };

/** More than somebody trying the demo reads at once. */
const MOST = 10;

/** The newest letters as their readers would see them. For the demo alone: elsewhere nobody reads others' letters. */
export async function readLetters(
  services: Pick<PortalServices, 'company' | 'env'>,
  newest: readonly ListedLetter[],
): Promise<ReadLetter[]> {
  const read = new Map<string, ReadLetter>();
  for (const { id, letter, maskedAddress, language, writtenAt } of newest) {
    if (letter === null || read.size === MOST) continue;
    const { subject, text } = await composeFor(services, { letter, language, writtenAt });
    const same = read.get(text);
    read.set(text, { id, subject, text, to: [...(same?.to ?? []), maskedAddress] });
  }
  return [...read.values()];
}
