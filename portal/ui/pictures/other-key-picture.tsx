import { useWords } from '../page-context.tsx';
import { uiWords } from '../words.ts';
import { KeyDrawing, PictureFrame } from './picture-frame.tsx';

/** This key, not that one. */
export function OtherKeyPicture({ isLarge }: { isLarge?: boolean }) {
  return (
    <PictureFrame title={useWords(uiWords).pictures.otherKey} isLarge={isLarge ?? false}>
      <KeyDrawing x={28} y={22} className="pale" />
      <path className="wrong" d="M112 27l14 14M126 27l-14 14" />
      <KeyDrawing x={28} y={66} />
      <path className="go" d="M110 79l6 6 12-14" />
    </PictureFrame>
  );
}
