import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { useWords } from '../ui/page-context.tsx';
import { WARNING_STEPS } from './time-left.ts';
import type { TimeLeft } from './time-left.ts';
import { liveWords } from './words.ts';

/**
 * What a page knows of its session's time, and the warning before it locks. The script shows one sentence at a time; the
 * region stands in the page from the start, so that screen readers say it, and takes the focus from nobody. It is the first
 * thing that Tab reaches.
 */
export function SessionWatch({ timeLeft, draftKeys }: { timeLeft: TimeLeft; draftKeys: readonly string[] }) {
  const words = useWords(liveWords).warning;
  return (
    <div
      id="session-watch"
      className="session-watch"
      data-label={words.title}
      data-idle={timeLeft.idle}
      data-whole={timeLeft.whole}
      data-warn-from={timeLeft.warnFrom}
      data-draft-keys={draftKeys.join(' ')}
    >
      <div className="session-watch-text">
        <Icon name="clock" />
        <div role="status">
          {WARNING_STEPS.map((step) => (
            <p key={step} data-says={`idle ${step}`} hidden>
              {words.idle[step]}
            </p>
          ))}
          {WARNING_STEPS.map((step) => (
            <p key={step} data-says={`whole ${step}`} hidden>
              {words.whole[step]}
            </p>
          ))}
        </div>
      </div>
      <Button id="stay" type="button" kind="primary" hidden>
        {words.stay}
      </Button>
    </div>
  );
}
