import type { CarrierEvent } from './carrier-event.ts';

/** All that a carrier says of a number. */
export type CarrierReport = { events: CarrierEvent[]; expectedOn: string | null };

/** A carrier that can be asked. */
export interface AskedCarrier {
  /** @throws SourceFault */
  report(trackingNumber: string): Promise<CarrierReport | 'unknown_number'>;
  close(): void;
}
