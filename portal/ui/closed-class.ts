import { z } from 'zod';

const DataClassName = z.enum(['status', 'goods', 'list-price', 'own-price', 'money']);

/** What a page holds that a session does not open, what the session does open, and what would open the rest. */
export const ClosedClass = z.object({
  wanted: DataClassName,
  opens: z.array(DataClassName).readonly(),
  /** The least of the keys that open it; `another-role` where none does. */
  openedBy: z.enum(['answering', 'genuine', 'with-own-pin', 'another-role']),
});
export type ClosedClass = z.infer<typeof ClosedClass>;

const RefusedError = z.object({ data: z.object({ closed: ClosedClass }) });

/** From what a route has thrown; null when it was something else. */
export function closedClassOf(error: unknown): ClosedClass | null {
  const parsed = RefusedError.safeParse(error);
  return parsed.success ? parsed.data.data.closed : null;
}
