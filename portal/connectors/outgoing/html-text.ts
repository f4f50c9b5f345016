const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** A text of a customer's for a field in which the source keeps HTML: nothing in it is markup but the ends of lines. */
export function htmlText(text: string): string {
  return text.replaceAll(/[&<>"]/g, (sign) => ENTITIES[sign] ?? '').replaceAll(/\r?\n/g, '<br>');
}
