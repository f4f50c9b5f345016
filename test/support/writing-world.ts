/** What every emulated ERP has that orders are written into. */
import { z } from 'zod';
import type { SourceCredentials } from '#portal/connectors/http/credentials.ts';

/** An order as it stands at the source. */
export type StandingOrder = {
  key: string;
  customer: string;
  isDraft: boolean;
  lines: { product: string; quantity: string; price: string }[];
};

export type WritingWorld = {
  /** As an administrator would type it. */
  address: string;
  preset: string;
  settings: Record<string, string>;
  credentials: SourceCredentials;
  wrong: SourceCredentials;
  customer: string;
  product: string;
  orders: () => StandingOrder[];
  /** An order of somebody else’s. */
  addOther: () => void;
  /** From now on every question for orders is answered with all of them. */
  ignoreFilters: () => void;
  /** The next order is not made, for this reason. */
  refuse: (reason: string) => void;
  /** How often user or password were not taken. */
  refusedLogIns: () => number;
  /** Part of every question that makes an order, and of no other. */
  makes: string;
  close: () => Promise<void>;
};

export const WRITING = { kind: 'basic', user: 'orders', password: 'write-secret' } as const;
export const WRONG = { ...WRITING, password: 'not-the-secret' };
export const OTHERS_KEY = 'PO-7781';

/** Numbers as they were written. */
export const Text = z.union([z.string(), z.number()]).transform(String);
