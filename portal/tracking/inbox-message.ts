/** What a program may tell the inbox: up to a hundred events, nothing else in it. */
import { z } from 'zod';
import { TRACKING_STATUSES } from '../shipments/shipment.ts';

export const EVENTS_MAX = 100;
/** Two hundred bytes of text in every field of every event, and some. */
export const BODY_BYTES = 256 * 1024;

/** Control characters have no place in a name, a number or a log. */
// oxlint-disable-next-line no-control-regex
const CONTROL_CHARACTERS = /[\u0000-\u001F\u007F]/;

const line = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .refine((value) => !CONTROL_CHARACTERS.test(value), 'has a control character');
const maybe = (most: number) =>
  line(most)
    .nullish()
    .transform((value) => value ?? null);

const InboxEvent = z.strictObject({
  carrier: line(100),
  trackingNumber: line(100),
  /** With its offset: a time without one is another time somewhere else. */
  occurredAt: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
  /** One of ours; any other is kept as the carrier's own word and means `unknown`. */
  status: line(100),
  code: maybe(100),
  text: maybe(500),
  city: maybe(200),
  country: maybe(100),
});

const InboxMessage = z.strictObject({ events: z.array(InboxEvent).min(1).max(EVENTS_MAX) });

export type ReportedEvent = {
  carrier: string;
  trackingNumber: string;
  occurredAt: Date;
  status: (typeof TRACKING_STATUSES)[number];
  rawCode: string | null;
  rawText: string | null;
  city: string | null;
  country: string | null;
};

/** @returns where it is wrong and why, in English for whoever writes the program */
export function parseInboxMessage(
  body: Uint8Array,
): { ok: true; events: ReportedEvent[] } | { ok: false; detail: string } {
  const parsed = InboxMessage.safeParse(parseJson(body));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { ok: false, detail: `${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'is not JSON'}` };
  }
  return { ok: true, events: parsed.data.events.map(toEvent) };
}

/** What is not one of our words stays the carrier's own. */
function toEvent({ status, code, text, ...event }: z.output<typeof InboxEvent>): ReportedEvent {
  const known = TRACKING_STATUSES.find((one) => one === status);
  if (known !== undefined) return { ...event, status: known, rawCode: code, rawText: text };
  return { ...event, status: 'unknown', rawCode: code ?? status, rawText: text ?? status };
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}
