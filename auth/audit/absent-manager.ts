/** The manager in whose place a deputy did it, as the details of a stored event say; null for all others. */
export function absentManagerOf({ detailsJson }: { detailsJson: string }): string | null {
  const details: unknown = JSON.parse(detailsJson);
  if (typeof details !== 'object' || details === null || !('deputyFor' in details)) return null;
  return typeof details.deputyFor === 'string' ? details.deputyFor : null;
}
