import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';
import { DONGLE_PROBLEMS } from './agent-problem.ts';
import { donglesWords } from './words.ts';

const STAGES = [
  'permission',
  'looking',
  'working',
  'plug_in',
  'choose',
  'confirm',
  'touch',
  'checking',
] as const;

/** What the page's script shows while the agent is at work: what to do now, and the code that both sides show. */
export function CeremonyStages() {
  const words = useWords(donglesWords);
  return (
    <div role="status">
      {STAGES.map((stage) => (
        <p key={stage} data-stage={stage} hidden>
          {words.stages[stage]}
        </p>
      ))}
      <p id="check-code" hidden>
        {words.checkCode} <b id="check-code-digits" className="code" />
      </p>
    </div>
  );
}

/** All that can go wrong, each with what to do; the page's script shows the one that did. */
export function CeremonyProblems() {
  const words = useWords(donglesWords);
  return DONGLE_PROBLEMS.map((problem) => (
    <div key={problem} data-problem={problem} hidden>
      <Notice kind="problem" title={words.problems[problem].title}>
        <p>{words.problems[problem].text}</p>
        {problem === 'no_agent' && (
          <p>
            <a href="/agent">{words.install}</a>
          </p>
        )}
      </Notice>
    </div>
  ));
}
