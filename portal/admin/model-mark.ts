/**
 * Says in one line what was shown of a model: its AAGUID and the fingerprints of its certificates. The form carries it
 * back, so that nothing is added that nobody has looked at.
 */
export function markOf(aaguid: string, roots: readonly { fingerprint: string }[]): string {
  const digits = aaguid.toLowerCase().replaceAll('-', '');
  return [digits, ...roots.map(({ fingerprint }) => fingerprint)].join(' ');
}
