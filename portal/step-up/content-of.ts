/** A form as a key confirms it, said alike by the page's script and by the server. */

/** Longer texts, and files, are named by their hash: what is asked of the key stays small. */
const LONGEST_TEXT = 1_000;

/** Names and values of a form; texts with one kind of line ends, whatever the browser sends. */
export async function contentOf(form: FormData): Promise<[string, string][]> {
  const content: [string, string][] = [];
  for (const [name, value] of form.entries()) {
    if (typeof value === 'string') content.push([name, await toShort(value.replaceAll('\r\n', '\n'))]);
    else if (value.size > 0) content.push([name, `file:${await hashOf(await value.arrayBuffer())}`]);
  }
  return content;
}

async function toShort(text: string): Promise<string> {
  if (text.length <= LONGEST_TEXT) return text;
  return `text:${await hashOf(new TextEncoder().encode(text))}`;
}

async function hashOf(bytes: BufferSource): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
