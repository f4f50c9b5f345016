import type { ListedLetter } from '#auth/letters/find-letters.ts';
import type { PortalServices } from '../portal-services.server.ts';
import { composeFor } from './send-letters.server.ts';

export type ReadLetter = { id: string; to: string; subject: string; text: string };

/** More than somebody trying the demo reads at once. */
const MOST = 10;

/** The newest letters as their readers would see them. For the demo alone: elsewhere nobody reads others' letters. */
export async function readLetters(
  services: Pick<PortalServices, 'company' | 'env'>,
  newest: readonly ListedLetter[],
): Promise<ReadLetter[]> {
  const read: ReadLetter[] = [];
  for (const { id, letter, maskedAddress: to, language, writtenAt } of newest.slice(0, MOST)) {
    if (letter === null) continue;
    const { subject, text } = await composeFor(services, { letter, language, writtenAt });
    read.push({ id, to, subject, text });
  }
  return read;
}
