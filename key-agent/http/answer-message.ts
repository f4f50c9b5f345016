import { z } from 'zod';
import { TransactionId } from '#auth/wire/messages.ts';
import { PROTOCOL_VERSION } from '#auth/wire/protocol.ts';
import type { Agent } from '../ceremonies/agent.ts';
import type { CarryOut } from '../ceremonies/carry-out.ts';
import { AgentError } from '../errors.ts';
import type { AgentErrorCode } from '../errors.ts';

/** What a page gets: an answer, or a code and nothing beside it (AGT-09). */
export type PageReply = { status: number; body: Record<string, unknown> };

const Nothing = z.strictObject({});
const ProgressQuestion = z.strictObject({ txn: TransactionId });
const Message = z.strictObject({ message: z.string() });

const PURPOSES = ['enrol', 'compare', 'prove', 'register', 'watch'] as const;

type Question = { path: string; origin: string; body: unknown; signal: AbortSignal };

/** Answers one message of an allowed page. */
export async function answerMessage(
  { agent, carryOut }: { agent: Agent; carryOut: CarryOut },
  { path, origin, body, signal }: Question,
): Promise<PageReply> {
  if (path === 'hello')
    return Nothing.safeParse(body).success ? ok({ protocol: PROTOCOL_VERSION }) : failed('request_refused');
  if (path === 'progress') {
    const question = ProgressQuestion.safeParse(body);
    if (!question.success) return failed('request_refused');
    return ok({ stage: agent.progress.find({ txn: question.data.txn, origin }) });
  }
  const purpose = PURPOSES.find((known) => known === path);
  if (purpose === undefined) return { status: 404, body: {} };
  const question = Message.safeParse(body);
  if (!question.success) return failed('request_refused');
  try {
    return ok({ message: await carryOut(purpose, { message: question.data.message, origin }, signal) });
  } catch (error) {
    if (!(error instanceof AgentError)) throw error;
    agent.log('info', 'request_ended', { purpose, origin, code: error.code, why: error.message });
    return failed(error.code);
  }
}

function ok(body: Record<string, unknown>): PageReply {
  return { status: 200, body };
}

function failed(error: AgentErrorCode): PageReply {
  return { status: 422, body: { error } };
}
