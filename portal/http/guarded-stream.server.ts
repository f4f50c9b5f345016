/**
 * A long answer that ends when its session does (SES-05). Goal: nobody keeps downloading what they may no longer see.
 * Who calls: exports. What it guarantees: at most one piece is in memory; the session is judged afresh every two seconds,
 * also while the browser takes its time; an answer that was cut ends as a broken download, never as a whole file.
 */
import type { CustomerActor, StaffActor } from '#auth/permissions/actor.ts';
import { isProvenStaff } from '#auth/permissions/can.ts';
import { findSession } from '#auth/sessions/find-session.ts';
import { areRowsLeaving } from '../customers/are-rows-leaving.server.ts';
import type { PortalContext } from './portal-context.server.ts';

const CHECK_EVERY_MS = 2_000;

type Guard = {
  /** Whether the answer may still be given. When that can't be found out, it may not. */
  isAllowed: () => Promise<boolean>;
  /** Called once, when it was not allowed any more. */
  onCut: () => Promise<void>;
  /** Told when `onCut` failed. */
  onFault: (error: unknown) => void;
};

/** @param pieces read one at a time, as fast as the browser takes them; told to end when the answer does */
export function guardedStream(
  pieces: AsyncGenerator<string, void>,
  { isAllowed, onCut, onFault }: Guard,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const state = { isOver: false, isChecking: false };
  let timer: NodeJS.Timeout | undefined;
  const end = (): void => {
    state.isOver = true;
    clearInterval(timer);
  };
  const cut = async (controller: ReadableStreamDefaultController): Promise<void> => {
    if (state.isChecking || (await passes(state, isAllowed)) || state.isOver) return;
    end();
    controller.error(new Error('the session of this download has ended'));
    await pieces.return();
    await onCut();
  };
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        timer = setInterval(() => void cut(controller).catch(onFault), CHECK_EVERY_MS);
      },
      async pull(controller) {
        const piece = await nextPiece(pieces, end);
        if (state.isOver) return;
        if (piece !== null) return controller.enqueue(encoder.encode(piece));
        end();
        controller.close();
      },
      async cancel() {
        end();
        await pieces.return();
      },
    },
    { highWaterMark: 0 },
  );
}

/** Null at the end. What goes wrong on the way ends the answer. */
async function nextPiece(pieces: AsyncGenerator<string, void>, end: () => void): Promise<string | null> {
  try {
    const { done, value } = await pieces.next();
    return done === true ? null : value;
  } catch (error) {
    end();
    throw error;
  }
}

async function passes(state: { isChecking: boolean }, isAllowed: () => Promise<boolean>): Promise<boolean> {
  state.isChecking = true;
  try {
    return await isAllowed();
  } catch {
    return false; // a database that does not answer proves nothing, and data leaves only on proof
  } finally {
    state.isChecking = false;
  }
}

/** Whether the request's session still stands and opens what it opened when the answer began. */
export async function isSessionUnchanged(
  { auth }: Pick<PortalContext, 'auth'>,
  begun: CustomerActor,
): Promise<boolean> {
  const outcome = await findSession(auth.db, {
    sessionId: begun.sessionId,
    policy: await auth.policy(),
    now: auth.now(),
  });
  if (!outcome.ok || outcome.session.actor.kind !== 'customer') return false;
  const { accountId, classes } = outcome.session.actor;
  if (await areRowsLeaving(auth.db, accountId)) return false;
  return accountId === begun.accountId && begun.classes.every((dataClass) => classes.includes(dataClass));
}

/**
 * The same for somebody of the staff: still in, with a proven key, in the role that the answer was begun for, and
 * standing in for everybody for whom they did.
 */
export async function isStaffSessionUnchanged(
  { auth }: Pick<PortalContext, 'auth'>,
  begun: StaffActor,
): Promise<boolean> {
  const { sessionId } = begun;
  const policy = await auth.policy();
  const outcome = await findSession(auth.db, { sessionId, policy, now: auth.now() });
  if (!outcome.ok || outcome.session.actor.kind !== 'staff') return false;
  const { actor } = outcome.session;
  const isStandingIn = begun.deputyFor.every((managerId) => actor.deputyFor.includes(managerId));
  return actor.role === begun.role && isProvenStaff(actor) && isStandingIn;
}
