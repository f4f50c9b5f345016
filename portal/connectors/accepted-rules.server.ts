/**
 * What each kind of source takes back from us. A rule that no source takes can't be switched on: the price of an order
 * is made by the source, and a discount that it never hears of would be an empty promise.
 */
const TAKES_KEY_DISCOUNTS: Readonly<Record<string, boolean>> = {
  /** All of them, as a file for the ERP to read (portal/loyalty/write-key-discounts.server.ts). */
  'file-drop': true,
  /** CommerceML has no message for a discount of one customer's key. */
  commerceml: false,
  /** We only read: nothing is written into an ERP that we ask. */
  odata: false,
  odoo: false,
  tryton: false,
  rest: false,
};

/** Kinds of sources that take discounts which a key carries; an unknown kind takes nothing. */
export const KINDS_THAT_TAKE_KEY_DISCOUNTS: readonly string[] = Object.entries(TAKES_KEY_DISCOUNTS)
  .filter(([, takes]) => takes)
  .map(([kind]) => kind);
