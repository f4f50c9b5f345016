import { useWords } from '../ui/page-context.tsx';
import { requestsWords } from './words.ts';

/** Lines of a typed list that name nothing that can be ordered, so that they can be found in it. */
export function UnknownLines({ lines }: { lines: readonly { line: number; text: string }[] }) {
  const words = useWords(requestsWords);
  if (lines.length === 0) return null;
  return (
    <>
      <p>{words.unknown}</p>
      <ul>
        {lines.map(({ line, text }) => (
          <li key={line}>{words.unknownLine(line, text)}</li>
        ))}
      </ul>
    </>
  );
}
