import { DATA_CLASSES } from '#auth/permissions/data-classes.ts';
import { draftKeysOf } from '#auth/sessions/draft-keys.ts';
import type { LiveSession } from '#auth/sessions/find-session.ts';
import type { PortalContext } from '../http/portal-context.server.ts';
import { timeLeftOf } from '../live/time-left.ts';
import { customerSections, reachOf, staffSections } from './sections.ts';
import type { Section } from './sections.ts';
import type { FrameFacts } from './session-frame.tsx';

const MINUTE_SECONDS = 60;

/** What the frame of a session's pages shows. */
export function frameFactsOf(session: LiveSession, { auth }: Pick<PortalContext, 'auth'>): FrameFacts {
  const { actor, account, accounts, holder } = session;
  const timeLeft = timeLeftOf(session, auth.now());
  const classes = actor.kind === 'customer' ? actor.classes : DATA_CLASSES;
  return {
    sections: sectionsOf(session),
    person: { name: holder.name, role: actor.role },
    reach: reachOf(classes, actor.tier),
    isStaff: actor.kind === 'staff',
    isWatched: session.isWatched,
    // A quiet session ends by its idle limit, a busy one by its absolute limit: the fob tells what comes first.
    minutesLeft: Math.ceil(Math.min(timeLeft.idle, timeLeft.whole) / MINUTE_SECONDS),
    timeLeft,
    draftKeys: draftKeysOf(auth.sealingKeys, actor.sessionId),
    account:
      account === null
        ? null
        : {
            id: account.id,
            name: account.name,
            others: accounts.filter(({ id }) => id !== account.id).map(({ id, name }) => ({ id, name })),
          },
  };
}

/** None while nothing is open but the change of the PIN. */
function sectionsOf({ actor, mustChangePin }: LiveSession): readonly Section[] {
  if (mustChangePin) return [];
  return actor.kind === 'customer' ? customerSections(actor.classes, actor.role) : staffSections(actor.role);
}
