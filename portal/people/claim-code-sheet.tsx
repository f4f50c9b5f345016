import { CopyCode } from '../ui/copy-code.tsx';
import { useWords } from '../ui/page-context.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { peopleWords } from './words.ts';

/** The code of a key that was confirmed just now, this once. */
export function ClaimCodeSheet({ code, text }: { code: string; text: string }) {
  const words = useWords(peopleWords).code;
  return (
    <Sheet title={words.title}>
      <CopyCode code={code} isLarge />
      <p>{text}</p>
      <p className="soft">{words.once}</p>
    </Sheet>
  );
}
