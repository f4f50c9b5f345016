import { useWords } from '../page-context.tsx';
import { uiWords } from '../words.ts';
import { PictureFrame } from './picture-frame.tsx';

/** A finger on the metal spot. */
export function TouchPicture({ isLarge }: { isLarge?: boolean }) {
  return (
    <PictureFrame title={useWords(uiWords).pictures.touch} isLarge={isLarge ?? false}>
      <path className="pale" d="M160 44h-22a4 4 0 0 0-4 4v52a4 4 0 0 0 4 4h22" />
      <path
        className="key"
        d="M34 54h52a10 10 0 0 1 10 10v20a10 10 0 0 1-10 10H34a16 16 0 0 1-16-16v-8a16 16 0 0 1 16-16z"
      />
      <path className="key" d="M32 69v10M96 62h38v24H96M104 69h16M104 74h16M104 79h16" />
      <circle className="key-fill" cx="62" cy="75" r="11" />
      <path
        className="sheet-fill"
        d="M71-2C69 20 57 46 52 62a11.5 11.5 0 0 0 21.5 8C79 60 83 50 90 44c9-7 24-8 34-22 5-7 7-16 8-24"
      />
      <path className="pale" d="M56.5 63a6.5 6.5 0 0 0 11.5 4.5M91 43c-3-5-4-11-2-17" />
      <path className="go" d="M44 69l-7-3M43 82l-7 3M54 91l-3 7M71 92l3 6" />
    </PictureFrame>
  );
}
