/** Controls, invisible format characters and line breaks: nobody means them in a name or a reason. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** A text as a person meant it in a one-line field: composed (NFC), without unprintables, single spaces inside, none around. */
export function toOneLine(text: string): string {
  return text.normalize('NFC').replace(UNPRINTABLE, ' ').replace(/\s+/g, ' ').trim();
}
