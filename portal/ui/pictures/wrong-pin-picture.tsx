import { useWords } from '../page-context.tsx';
import { uiWords } from '../words.ts';
import { KeyDrawing, PictureFrame } from './picture-frame.tsx';

/** The browser's own PIN window with a cross. */
export function WrongPinPicture({ isLarge }: { isLarge?: boolean }) {
  return (
    <PictureFrame title={useWords(uiWords).pictures.wrongPin} isLarge={isLarge ?? false}>
      <path
        className="pale"
        d="M26 12h108a4 4 0 0 1 4 4v50a4 4 0 0 1-4 4H26a4 4 0 0 1-4-4V16a4 4 0 0 1 4-4zM22 24h116"
      />
      <path d="M34 36h70v20H34z" />
      {[46, 58, 70, 82].map((x) => (
        <circle key={x} className="dot" cx={x} cy="46" r="2.5" />
      ))}
      <path className="wrong" d="M114 40l12 12M126 40l-12 12" />
      <KeyDrawing x={48} y={80} />
    </PictureFrame>
  );
}
