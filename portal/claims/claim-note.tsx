import { useWords } from '../ui/page-context.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { claimsWords } from './words.ts';

/** What happened, in the words of whoever sent it, line by line. */
export function ClaimNote({ note }: { note: string }) {
  const words = useWords(claimsWords);
  if (note === '') return null;
  const paragraphs = note.split(/\r?\n/).filter((line) => line.trim() !== '');
  return (
    <Sheet title={words.facts.note}>
      {paragraphs.map((text, index) => (
        // Paragraphs never change places.
        <p key={index}>{text}</p>
      ))}
    </Sheet>
  );
}
