/** Letters, digits and a few marks that every browser and file system takes (RFC 6266, section 4.3, `filename`). */
const NOT_PLAIN = /[^A-Za-z0-9._ -]/g;
/** What `encodeURIComponent` leaves alone but RFC 8187's attr-char does not allow. */
const NOT_ATTR_CHAR = /['()*]/g;
/** Half a character, which no encoding has. */
const LONE_SURROGATE = /\p{Surrogate}/gu;

/**
 * A Content-Disposition value. The plain name is for old clients, the encoded one (RFC 8187) for all others.
 * @param fileName as the source gave it; folders and control characters in it lead nowhere
 */
export function contentDisposition(kind: 'attachment' | 'inline', fileName: string): string {
  const name =
    fileName
      .split(/[/\\]/)
      .at(-1)
      ?.replaceAll(/\p{Cc}/gu, '') || 'document';
  const plain = name.replaceAll(NOT_PLAIN, '_');
  const encoded = encodeURIComponent(name.replaceAll(LONE_SURROGATE, '_')).replaceAll(
    NOT_ATTR_CHAR,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
