/** The width of a text in points, in the font and size it will be set in. */
export type Measure = (text: string) => number;

/**
 * Breaks a text into lines no wider than `width`: at line feeds, then at spaces, then (only when a single word
 * does not fit) after a hyphen or slash, and at last between any two letters. No-break spaces hold.
 */
export function wrapText(text: string, width: number, measure: Measure): string[] {
  return text.split('\n').flatMap((paragraph) => wrapParagraph(paragraph, width, measure));
}

function wrapParagraph(paragraph: string, width: number, measure: Measure): string[] {
  if (measure(paragraph) <= width) return [paragraph];
  const lines: string[] = [];
  let line = '';
  for (const word of paragraph.split(' ').flatMap((each) => breakWord(each, width, measure))) {
    const joined = line === '' ? word.text : `${line}${word.isContinued ? '' : ' '}${word.text}`;
    if (line === '' || measure(joined) <= width) {
      line = joined;
      continue;
    }
    lines.push(line);
    line = word.text;
  }
  return [...lines, line];
}

type WordPart = { text: string; isContinued: boolean };

function breakWord(word: string, width: number, measure: Measure): WordPart[] {
  if (measure(word) <= width) return [{ text: word, isContinued: false }];
  const pieces = word
    .split(/(?<=[-/])/u)
    .flatMap((piece) => (measure(piece) <= width ? [piece] : breakLetters(piece, width, measure)));
  return pieces.map((text, index) => ({ text, isContinued: index > 0 }));
}

function breakLetters(piece: string, width: number, measure: Measure): string[] {
  const parts: string[] = [];
  let part = '';
  for (const letter of piece) {
    if (part !== '' && measure(part + letter) > width) {
      parts.push(part);
      part = '';
    }
    part += letter;
  }
  return [...parts, part];
}
