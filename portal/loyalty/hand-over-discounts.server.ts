import type { PortalServices } from '../portal-services.server.ts';
import { writeKeyDiscounts } from './write-key-discounts.server.ts';

/**
 * Renews the files for the ERP after a change. The change stands whatever happens here: a file that could not be
 * written is logged, and the job that runs every few minutes writes it.
 */
export async function handOverDiscounts({ db, env, log }: PortalServices): Promise<void> {
  try {
    await writeKeyDiscounts(db, env.dataDir);
  } catch (error) {
    log.error({ error }, 'the discounts of keys were not handed over; the job tries again');
  }
}
