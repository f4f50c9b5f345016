/**
 * The agent's own window: a page on a one-time path that the agent itself opens in the browser (AGT-06). The path is made of
 * random bytes that are gone when the page was shown; the form in it carries others. The page that asked can't read
 * either of them, nor frame it, nor answer for the holder.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { AgentError } from '../errors.ts';

export type Question = {
  asks: 'prove' | 'register' | 'compare';
  portalName: string;
  origin: string;
  checkCode: string;
  customer?: string | undefined;
  askedFrom?: string | undefined;
  /** The eight digits of an enrolment. */
  code?: string;
  /** Dongles to choose from. */
  labels?: string[];
};

/** A page that is shown now, with what its form must carry. */
export type ShownWindow = { question: Question; formToken: string };

export type Windows = {
  /**
   * @returns the number of the chosen dongle, 0 where there was nothing to choose
   * @throws AgentError `not_confirmed` when the holder refuses or leaves it, `window_not_opened`, `cancelled`
   */
  ask: (question: Question, signal: AbortSignal) => Promise<number>;
  /** The page of a path; the same path shows nothing a second time. */
  show: (pathToken: string) => ShownWindow | null;
  /** False when no such page was shown, or when it was answered already. */
  answer: (formToken: string, decision: { isAllowed: boolean; choice: number }) => boolean;
};

type Open = {
  question: Question;
  pathToken: string | null;
  formToken: string;
  settle: (decision: { isAllowed: boolean; choice: number }) => void;
};

const TOKEN_BYTES = 32;
/** Time to find the window, read it and decide. */
const PATIENCE_MS = 90_000;

type Options = {
  /** Opens the page of a path; rejects when the system has no browser. */
  openPage: (path: string) => Promise<void>;
  patienceMs?: number;
};

export function createWindows({ openPage, patienceMs = PATIENCE_MS }: Options): Windows {
  let open: Open | null = null;
  return {
    ask: async (question, signal) => {
      const pathToken = newToken();
      const decision = decided(signal, patienceMs, (settle) => {
        open = { question, pathToken, formToken: newToken(), settle };
      });
      decision.catch(() => undefined); // it may be cancelled before the browser has started
      try {
        await openPage(`/window/${pathToken}`);
        const { isAllowed, choice } = await decision;
        if (!isAllowed) throw new AgentError('not_confirmed', 'the holder refused');
        return choice;
      } finally {
        open = null;
      }
    },
    show: (pathToken) => {
      if (open?.pathToken === null || !isSame(open?.pathToken, pathToken)) return null;
      open = { ...open, pathToken: null };
      return { question: open.question, formToken: open.formToken };
    },
    answer: (formToken, decision) => {
      if (open === null || open.pathToken !== null || !isSame(open.formToken, formToken)) return false;
      const { settle, question } = open;
      if (decision.choice >= (question.labels?.length ?? 1)) return false;
      open = null;
      settle(decision);
      return true;
    },
  };
}

type Decision = { isAllowed: boolean; choice: number };

function decided(
  signal: AbortSignal,
  patienceMs: number,
  begin: (settle: (decision: Decision) => void) => void,
): Promise<Decision> {
  const { promise, resolve, reject } = withResolvers<Decision>();
  const timer = setTimeout(
    () => reject(new AgentError('not_confirmed', 'nobody answered in time')),
    patienceMs,
  );
  const cancel = () => reject(new AgentError('cancelled'));
  signal.addEventListener('abort', cancel, { once: true });
  if (signal.aborted) cancel();
  begin(resolve);
  return promise.finally(() => {
    clearTimeout(timer);
    signal.removeEventListener('abort', cancel);
  });
}

/** `Promise.withResolvers`, which Node 20 does not have yet. */
function withResolvers<T>() {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}

function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

function isSame(expected: string | null | undefined, given: string): expected is string {
  if (expected === null || expected === undefined) return false;
  const [left, right] = [expected, given].map((text) => createHash('sha256').update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}
