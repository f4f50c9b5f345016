import { Icon } from '../ui/icon.tsx';
import { useWords } from '../ui/page-context.tsx';
import { draftWords } from './words.ts';

/** Shown by the page's script when it has put back what was typed before a lock. The region stands there from the start. */
export function DraftNote() {
  const words = useWords(draftWords);
  return (
    <div id="draft-note" className="draft-note" role="status">
      <div hidden>
        <div className="notice notice-good">
          <Icon name="check" />
          <div>{words.givenBack}</div>
        </div>
      </div>
    </div>
  );
}
