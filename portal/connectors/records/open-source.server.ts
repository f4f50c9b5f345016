import { openOData } from '../odata/open-odata.server.ts';
import { openOdoo } from '../odoo/open-odoo.server.ts';
import { openRest } from '../rest/open-rest.server.ts';
import { openTryton } from '../tryton/open-tryton.server.ts';
import type { AskedSource, OutgoingOptions, SourceOpening } from './asked-source.ts';

/** A configured source, by the dialect of its mapping. Nothing is asked yet. */
export function openSource(opening: SourceOpening, outgoing: OutgoingOptions): AskedSource {
  const { dialect } = opening.mapping;
  switch (dialect) {
    case 'v2':
    case 'v3':
    case 'v4':
      return openOData(opening, dialect, outgoing);
    case 'odoo':
      return openOdoo(opening, outgoing);
    case 'tryton':
      return openTryton(opening, outgoing);
    case 'rest':
      return openRest(opening, outgoing);
  }
}
