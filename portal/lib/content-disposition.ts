/** What `encodeURIComponent` leaves as it is, but RFC 8187 (`attr-char`) does not let stand in an extended value. */
const NOT_ATTR_CHAR = /['()*]/g;
/** Separators of paths, quotes, what Windows forbids in names, and everything that is no printable character. */
// oxlint-disable-next-line no-control-regex
const NOT_IN_NAMES = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069/\\"<>|?*:%]/g;
/** Half of a character that needs two; it can't be encoded. */
const LONE_SURROGATE = /\p{Surrogate}/gu;
const NOT_ASCII = /[^\x20-\x7e]/g;
const NAME_LENGTH_MAX = 150;
const NAMELESS = 'document';

/**
 * How a browser is to take a file, and under which name. Names in other scripts stand in the extended form, and beside
 * them one in ASCII for programs that don't know it. No name can lead out of a folder or end the header.
 * @see RFC 6266 section 4.3, RFC 8187 section 3.2.1
 */
export function contentDisposition(kind: 'attachment' | 'inline', fileName: string): string {
  const name = safeName(fileName);
  const ascii = name.replace(NOT_ASCII, '_');
  if (ascii === name) return `${kind}; filename="${name}"`;
  const extended = encodeURIComponent(name).replace(
    NOT_ATTR_CHAR,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${extended}`;
}

/** Keeps the ending when the name is too long, and never begins with a dot. */
function safeName(fileName: string): string {
  const plain = fileName
    .replace(LONE_SURROGATE, '_')
    .normalize('NFC')
    .replace(NOT_IN_NAMES, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  const characters = Array.from(plain);
  if (characters.length === 0) return NAMELESS;
  if (characters.length <= NAME_LENGTH_MAX) return plain;
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(plain)?.[0] ?? '';
  return characters.slice(0, NAME_LENGTH_MAX - ending.length).join('') + ending;
}
