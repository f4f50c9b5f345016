/** Why a drop was not taken in, for the file beside it: English lines, whatever the drop itself says. */
import { toSafeText } from '#auth/audit/safe-text.ts';
import type { ImportOutcome } from '../../import-outcome.ts';

const LONGEST = 1_000;

export function reasonText(
  outcome: Extract<ImportOutcome, { reason: 'refused' | 'would_remove_too_much' }>,
): string {
  if (outcome.reason === 'would_remove_too_much') {
    const kinds = outcome.kinds.map(({ kind, live, removed }) => `${removed} of ${live} of kind ${kind}`);
    return [
      `Nothing was changed: it would remove ${kinds.join(', ')}.`,
      'If they are truly gone: npm run brelok -- import file-drop FOLDER --allow-removal',
    ].join('\n');
  }
  const { told, total } = outcome.problems;
  const lines = told.map(({ file, line, column, reason }) => {
    const place = [file, line === null ? null : `line ${line}`, column].filter((part) => part !== null);
    return toSafeText(`${place.join(', ')}: ${reason}`, LONGEST);
  });
  const more = total > told.length ? [`… and ${total - told.length} more`] : [];
  return ['Nothing was changed.', ...lines, ...more].join('\n');
}
