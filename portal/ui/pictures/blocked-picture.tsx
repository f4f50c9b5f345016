import { useWords } from '../page-context.tsx';
import { uiWords } from '../words.ts';
import { KeyDrawing, PictureFrame } from './picture-frame.tsx';

/** A key that opens nothing any more. */
export function BlockedPicture({ isLarge }: { isLarge?: boolean }) {
  return (
    <PictureFrame title={useWords(uiWords).pictures.blocked} isLarge={isLarge ?? false}>
      <KeyDrawing x={48} y={44} className="pale" />
      <circle className="wrong" cx="80" cy="56" r="42" />
      <path className="wrong" d="M50.3 26.3l59.4 59.4" />
    </PictureFrame>
  );
}
