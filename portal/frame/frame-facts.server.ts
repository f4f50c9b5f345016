import { DATA_CLASSES } from '#auth/permissions/data-classes.ts';
import type { LiveSession } from '#auth/sessions/find-session.ts';
import { customerSections, reachOf, staffSections } from './sections.ts';
import type { Section } from './sections.ts';
import type { FrameFacts } from './session-frame.tsx';

const MINUTE_MS = 60_000;

/** What the frame of a session's pages shows. */
export function frameFactsOf(session: LiveSession, now: Date): FrameFacts {
  const { actor, account, accounts, holder } = session;
  const classes = actor.kind === 'customer' ? actor.classes : DATA_CLASSES;
  return {
    sections: sectionsOf(session),
    person: { name: holder.name, role: actor.role },
    reach: reachOf(classes, actor.tier),
    isStaff: actor.kind === 'staff',
    minutesLeft: minutesUntil(earlierOf(session.idleEndsAt, session.expiresAt), now),
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

/** A quiet session ends by its idle limit, a busy one by its absolute limit: the fob tells what comes first. */
function earlierOf(one: Date, other: Date): Date {
  return one < other ? one : other;
}

function minutesUntil(end: Date, now: Date): number {
  return Math.max(0, Math.ceil((end.getTime() - now.getTime()) / MINUTE_MS));
}
