import { useWords } from '../page-context.tsx';
import { uiWords } from '../words.ts';
import { KeyDrawing, PictureFrame } from './picture-frame.tsx';

/** A browser that can't talk to the key. */
export function OldBrowserPicture({ isLarge }: { isLarge?: boolean }) {
  return (
    <PictureFrame title={useWords(uiWords).pictures.oldBrowser} isLarge={isLarge ?? false}>
      <path d="M64 14h84a4 4 0 0 1 4 4v66a4 4 0 0 1-4 4H64a4 4 0 0 1-4-4V18a4 4 0 0 1 4-4zM60 28h92" />
      <path className="pale" d="M68 21h.01M75 21h.01M82 21h.01M96 21h44" />
      <path d="M99 50a7.5 7.5 0 1 1 10.5 7c-2.5 1.2-3.5 3-3.5 6M106 70v.01" />
      <KeyDrawing x={8} y={68} />
    </PictureFrame>
  );
}
