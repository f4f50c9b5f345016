import type { Letter } from '#auth/letters/letter.ts';
import { SENT_KEPT_DAYS, daysBefore } from '#auth/letters/letter-post.ts';
import type { DueLetter } from '#auth/letters/letter-post.ts';
import { purgeLetters, sendLetters } from '#auth/letters/send-letters.ts';
import type { PortalServices } from '../portal-services.server.ts';
import { composeLetter } from './compose-letter.server.tsx';
import type { ComposedLetter } from './compose-letter.server.tsx';
import { toOneLine } from '../lib/one-line.ts';

type Services = Pick<PortalServices, 'auth' | 'company' | 'env' | 'letters'>;

/** Sends the letters that are due. */
export async function sendDueLetters(services: Services): Promise<{ sent: number }> {
  const { auth, company, env, letters } = services;
  const { name } = await company.find();
  const from = { name: toOneLine(name), address: senderOf(env) };
  return sendLetters(auth, async (due) => {
    const { id, address: to, writtenAt } = due;
    return letters.send({ id, from, to, writtenAt, ...(await composeFor(services, due)) });
  });
}

/** A letter with its words, as it leaves. */
export async function composeFor(
  { company, env }: Pick<Services, 'company' | 'env'>,
  { letter, language, writtenAt }: { letter: Letter } & Pick<DueLetter, 'language' | 'writtenAt'>,
): Promise<ComposedLetter> {
  const { name, timeZone } = await company.find();
  const { origin } = env;
  return composeLetter(letter, { language, writtenAt, companyName: toOneLine(name), origin, timeZone });
}

/** Forgets letters, and files of letters, whose time is over. */
export async function forgetLetters({ auth, letters }: Services): Promise<void> {
  await purgeLetters(auth);
  await letters.forget(daysBefore(auth.now(), SENT_KEPT_DAYS));
}

function senderOf({ mail, rpId }: PortalServices['env']): string {
  return mail.way === 'smtp' ? mail.from : `no-reply@${rpId}`;
}
