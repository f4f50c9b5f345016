/** What the two pages that speak to an agent show while they do: the stage, the code of the request, and what went wrong. */
import { elementById, textOf } from '../login/ceremony-client.ts';
import type { Answer } from '../login/ceremony-client.ts';
import { askAgent, askPermissionState } from './agent-client.ts';
import { dongleProblemOf } from './agent-problem.ts';

/** Ends a ceremony; the page says why. */
export class DongleProblemError extends Error {}

/** Explains what the browser is about to ask, where it will. */
export async function explainPermission(): Promise<void> {
  showStage((await askPermissionState()) === 'prompt' ? 'permission' : 'looking');
}

export function showStage(stage: string | null): void {
  for (const element of document.querySelectorAll<HTMLElement>('[data-stage]')) {
    element.hidden = element.dataset['stage'] !== stage;
  }
}

export function showProblem(code: string | null): void {
  const problem = code === null ? null : dongleProblemOf(code);
  for (const element of document.querySelectorAll<HTMLElement>('[data-problem]')) {
    element.hidden = element.dataset['problem'] !== problem;
  }
}

function showCheckCode(code: string | null): void {
  elementById('check-code', HTMLElement).hidden = code === null;
  elementById('check-code-digits', HTMLElement).textContent = code ?? '';
}

/** Takes what the page showed of a ceremony away. */
export function clearCeremony(): void {
  showStage(null);
  showCheckCode(null);
}

/** What the portal answered, if it let the ceremony go on. @throws DongleProblemError */
export function requireOk(answer: Answer): Answer {
  if (answer.status === 200) return answer;
  if (answer.status === 429) throw new DongleProblemError('too_many');
  throw new DongleProblemError(textOf(answer, 'code') ?? 'other');
}

/** Hands a request of the portal to the agent. @throws DongleProblemError with the agent's code */
export async function carryToAgent(
  port: number,
  purpose: 'enrol' | 'compare' | 'prove' | 'register' | 'watch',
  asked: Answer,
): Promise<string> {
  showCheckCode(textOf(asked, 'checkCode'));
  const reply = await askAgent({
    port,
    purpose,
    message: textOf(asked, 'request') ?? '',
    txn: textOf(asked, 'txn') ?? '',
    onStage: showStage,
  });
  showStage('checking');
  if (!reply.ok) throw new DongleProblemError(reply.code);
  return reply.message;
}

/** Runs a ceremony and says what went wrong, if something did. @returns whether it came to its end */
export async function runCeremony(ceremony: () => Promise<void>): Promise<boolean> {
  showProblem(null);
  await explainPermission();
  try {
    await ceremony();
    return true;
  } catch (error) {
    clearCeremony();
    if (!(error instanceof DongleProblemError)) throw error;
    showProblem(error.message);
    return false;
  }
}
