import { useWords } from '../page-context.tsx';
import { uiWords } from '../words.ts';
import { KeyDrawing, PictureFrame } from './picture-frame.tsx';

/** The key goes into the port. */
export function PlugPicture({ isLarge }: { isLarge?: boolean }) {
  return (
    <PictureFrame title={useWords(uiWords).pictures.plug} isLarge={isLarge ?? false}>
      <path className="pale" d="M98 54V20a4 4 0 0 1 4-4h58M106 54V24h54" />
      <path d="M160 54H92a4 4 0 0 0-4 4v18a4 4 0 0 0 4 4h68" />
      <path className="paper-fill" d="M88 60h9v14h-9z" />
      <path className="pale" d="M112 67h30" />
      <KeyDrawing x={12} y={55} />
      <path className="go" d="M38 96h36M68 91l6 5-6 5" />
    </PictureFrame>
  );
}
