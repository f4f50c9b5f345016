import type { KeyStatus } from '#auth/keys/key.ts';
import { keysWords } from '../keys/words.ts';
import { LinkButton } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';

/** The key has changed since the page that led here, or somebody typed the address. */
export function ImpossibleChange({ status, path }: { status: KeyStatus; path: string }) {
  const words = useWords(keysWords).change;
  return (
    <>
      <Notice kind="problem" title={words.impossible.title}>
        <p>{words.impossible[status]}</p>
      </Notice>
      <div className="form-actions">
        <LinkButton href={path}>{words.toKey}</LinkButton>
      </div>
    </>
  );
}
