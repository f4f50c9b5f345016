import type { ResumeBar } from '#auth/keys/resume-bar.ts';
import { keysWords } from '../keys/words.ts';
import { LinkButton } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';

/** What the key was suspended for still holds, so that its manager can't resume it; and what helps. */
export function BarredResume({ bar, path }: { bar: ResumeBar; path: string }) {
  const { bars: words, reset, toKey } = useWords(keysWords).pin;
  return (
    <>
      <Notice kind="problem" title={words.title}>
        <p>{words[bar]}</p>
      </Notice>
      <div className="form-actions">
        {bar === 'pin_tries_spent' && (
          <LinkButton href={`${path}/reset-pin`} kind="primary">
            {reset.verb}
          </LinkButton>
        )}
        <LinkButton href={path}>{toKey}</LinkButton>
      </div>
    </>
  );
}
