import { SourceFault } from '../http/source-fault.ts';
import type { SourceFaultCode } from '../http/source-fault.ts';
import { openCdek } from './cdek/open-cdek.server.ts';
import type { OpenCdek } from './cdek/open-cdek.server.ts';

export type CarrierTest = { ok: true; knows: boolean } | { ok: false; code: SourceFaultCode; detail: string };

/** No parcel has it: a carrier that lets us in says that it does not know it. */
const NO_PARCEL = '1000000000';

/**
 * Asks the carrier once whether it lets us in; stores nothing.
 * @param trackingNumber a parcel that it should know; empty: one that nobody has
 */
export async function testCarrier(options: OpenCdek, trackingNumber: string): Promise<CarrierTest> {
  // Somebody waits for the answer.
  const carrier = openCdek({ ...options, sleep: () => Promise.resolve() });
  try {
    const report = await carrier.report(trackingNumber || NO_PARCEL);
    return { ok: true, knows: report !== 'unknown_number' };
  } catch (error) {
    if (!(error instanceof SourceFault)) throw error;
    return { ok: false, code: error.code, detail: error.message };
  } finally {
    carrier.close();
  }
}
