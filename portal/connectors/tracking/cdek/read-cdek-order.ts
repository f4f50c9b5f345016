/** What CDEK answers to the question for an order (interface v2), in our words. */
import { z } from 'zod';
import { isOn } from '#portal/lib/dates.ts';
import { SourceFault } from '../../http/source-fault.ts';
import type { CarrierReport } from '../carrier-report.ts';
import { statusOfCdek } from './cdek-status.ts';

const EVENTS_MAX = 500;

/** Without its offset a time is another time on each machine. CDEK writes offsets without a colon, `+0700`. */
const OFFSET = /(Z|[+-]\d{2}:?\d{2})$/;

const cdekInstant = z
  .string()
  .max(40)
  .transform((text, context) => {
    const at = new Date(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
    if (OFFSET.test(text) && text.includes('T') && !Number.isNaN(at.getTime())) return at;
    context.addIssue({ code: 'custom', message: 'is not a time' });
    return z.NEVER;
  });

const text = z.string().trim().max(500);

const Entity = z.object({
  cdek_number: z.union([z.string(), z.number()]).optional(),
  number: z.string().optional(),
  planned_delivery_date: z.string().optional(),
  statuses: z
    .array(
      z.object({
        code: text.min(1),
        name: text.optional(),
        date_time: cdekInstant,
        city: text.optional(),
        /** A status that CDEK has taken back. */
        deleted: z.boolean().optional(),
      }),
    )
    .max(EVENTS_MAX)
    .default([]),
});

const Errors = z.array(z.object({ code: z.string() }));
const Answer = z.object({
  entity: Entity.optional(),
  requests: z.array(z.object({ state: z.string().optional(), errors: Errors.optional() })).optional(),
});

/** An order that CDEK does not know is told with status 400 and such a code. */
const NOT_FOUND = /^v2_(entity|order)_not_found/;

/** Whether a bad status only says that there is no such order. */
export function saysUnknownOrder(body: string): boolean {
  const parsed = Answer.safeParse(parseJson(body));
  const errors = (parsed.data?.requests ?? []).flatMap((request) => request.errors ?? []);
  return errors.length > 0 && errors.every(({ code }) => NOT_FOUND.test(code));
}

/**
 * @param asked the number as it was asked for
 * @throws SourceFault `not_understood` for anything but an order, `ignored` for one that was not asked for
 */
export function readCdekOrder(body: string, asked: CdekNumber): CarrierReport | 'unknown_number' {
  if (saysUnknownOrder(body)) return 'unknown_number';
  const parsed = Answer.safeParse(parseJson(body));
  if (!parsed.success) throw new SourceFault('not_understood', 'the answer is not an order of CDEK');
  const { entity } = parsed.data;
  if (entity === undefined) throw new SourceFault('not_understood', 'the answer has no order in it');
  const given = asked.by === 'cdek_number' ? String(entity.cdek_number ?? '') : entity.number;
  if (given !== asked.number)
    throw new SourceFault('ignored', 'CDEK answers with an order that was not asked for');
  return {
    expectedOn: expectedOn(entity.planned_delivery_date),
    events: entity.statuses
      .filter(({ deleted }) => deleted !== true)
      .map((status) => ({
        carrier: 'CDEK',
        trackingNumber: asked.number,
        occurredAt: status.date_time,
        status: statusOfCdek(status.code),
        rawCode: status.code,
        rawText: status.name || null,
        city: status.city || null,
        country: null,
      })),
  };
}

export type CdekNumber = { by: 'cdek_number' | 'im_number'; number: string };

/** CDEK's own numbers are digits; anything else is the number under which the sender knows the order. */
export function cdekNumberOf(number: string): CdekNumber {
  return { by: /^\d{6,15}$/.test(number) ? 'cdek_number' : 'im_number', number };
}

function expectedOn(text: string | undefined): string | null {
  const on = text?.slice(0, 10) ?? '';
  return isOn(on) ? on : null;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
