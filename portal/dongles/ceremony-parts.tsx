import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';
import { DONGLE_PROBLEMS } from './agent-problem.ts';
import { computerWords } from './computer-words.ts';
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

/** The eight digits; shown by the page's script when both sides have them. */
export function Comparison() {
  const words = useWords(donglesWords).compare;
  return (
    <section id="compare" aria-labelledby="compare-title" hidden>
      <div className="stack">
        <h2 id="compare-title">{words.title}</h2>
        <p>
          <span id="compare-digits" className="claim claim-large" />
        </p>
        <p>{words.why}</p>
        <div className="form-actions">
          <Button id="same" type="button" kind="primary">
            {words.same}
          </Button>
          <Button id="differ" type="button">
            {words.differ}
          </Button>
        </div>
        <p id="compare-waiting" role="status" hidden>
          {words.waiting}
        </p>
      </div>
    </section>
  );
}

const LONGEST_NAME = 60;

/** What the holder calls the computer, so that they know it again among several. */
export function ComputerNameField() {
  const words = useWords(computerWords).enrol;
  return (
    <Field name="name" label={words.name} hint={words.nameHint} maxLength={LONGEST_NAME} autoComplete="off" />
  );
}
