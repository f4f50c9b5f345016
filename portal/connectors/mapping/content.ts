/** How the file of a document is had from its source, said as data: asked for when a customer wants it, and not before. */
import { z } from 'zod';

const path = z.string().min(1).max(200);
/** Below the service or beside it; what an address must not have is the business of whoever sends the question. */
const addressPath = z
  .string()
  .max(300)
  .regex(
    /^(?:\.\.\/){0,4}(?:[\p{L}\p{N}_{][\p{L}\p{N}_.(){}'=, -]*)(?:\/[\p{L}\p{N}_{][\p{L}\p{N}_.(){}'=, -]*)*$/u,
    {
      error: 'is a path such as api/print/{key}, without a server, a query or an end mark',
    },
  );

/** `{key}` and `{number}` stand for those of the document. */
export const PLACEHOLDERS = ['key', 'number'] as const;

export const Content = z.discriminatedUnion('by', [
  /** As base64 in a field of its own record, which no other question asks for. */
  z.strictObject({ by: z.literal('field'), field: path }),
  /** Printed by a report of Tryton. */
  z.strictObject({ by: z.literal('report'), report: z.string().regex(/^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$/) }),
  /** At an address of its own: the answer is the file, or JSON that has it as base64 at `in`. */
  z.strictObject({
    by: z.literal('address'),
    path: addressPath,
    query: z.record(z.string().regex(/^[\w$.-]{1,60}$/), z.string().max(200)).default({}),
    in: path.optional(),
  }),
]);
export type Content = z.output<typeof Content>;
