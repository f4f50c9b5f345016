import { Paper, type PaperFonts } from '#portal/documents/pdf/paper.server.ts';
import { DEMO_MARK, SELLER } from '../seller.ts';

export type PaperBytes = Promise<Uint8Array>;

/** Opens a paper of the demo supplier: its name, the day it is dated, the demo mark on every page. */
export function openDemoPaper(
  fonts: PaperFonts,
  { title, issuedOn, layout }: { title: string; issuedOn: string; layout?: 'portrait' | 'landscape' },
): Paper {
  return new Paper({
    fonts,
    title,
    author: SELLER.name,
    createdAt: new Date(`${issuedOn}T09:00:00Z`),
    footer: title,
    mark: DEMO_MARK,
    ...(layout === undefined ? {} : { layout }),
  });
}
