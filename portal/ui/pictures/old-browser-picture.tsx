import { useWords } from '../page-context.tsx';
import { uiWords } from '../words.ts';
import { KeyDrawing, PictureFrame } from './picture-frame.tsx';

/** A browser that can't talk to the key. */
export function OldBrowserPicture({ isLarge }: { isLarge?: boolean }) {
  return (
    <PictureFrame title={useWords(uiWords).pictures.oldBrowser} isLarge={isLarge ?? false}>
      <path d="M52 12h92a4 4 0 0 1 4 4v58a4 4 0 0 1-4 4H52a4 4 0 0 1-4-4V16a4 4 0 0 1 4-4zM48 26h100" />
      <path className="pale" d="M56 19h.01M63 19h.01M70 19h.01M84 19h54" />
      <path d="M91 43a7.5 7.5 0 1 1 10.5 7c-2.5 1.2-3.5 3-3.5 6M98 63v.01" />
      <KeyDrawing x={12} y={84} />
    </PictureFrame>
  );
}
