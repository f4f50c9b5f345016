/** Every source that the connectors are held against. */
import { openErpNext } from './erpnext-world.ts';
import { openBusinessCentral, openOneC } from './odata-worlds.ts';
import { openOdoo17, openOdoo19 } from './odoo-world.ts';
import { openTrytonWorld } from './tryton-world.ts';

export { ORDERS } from './world.ts';
export type { World } from './world.ts';

export const WORLDS = [
  { name: '1C (emulated, OData 3)', open: openOneC },
  { name: 'Business Central (emulated, OData 4)', open: openBusinessCentral },
  { name: 'Odoo 17 (emulated, /jsonrpc)', open: openOdoo17 },
  { name: 'Odoo 19 (emulated, JSON-2)', open: openOdoo19 },
  { name: 'Tryton (emulated; the real one is in npm run test:sources)', open: openTrytonWorld },
  { name: 'ERPNext (emulated, generic REST)', open: openErpNext },
] as const;
