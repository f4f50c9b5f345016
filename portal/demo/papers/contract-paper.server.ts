import { formatLongDay } from '#portal/documents/pdf/paper-format.ts';
import { drawSignatures } from '#portal/documents/pdf/paper-parts.server.ts';
import type { Paper, PaperFonts } from '#portal/documents/pdf/paper.server.ts';
import { taxNumbers, type Party } from '../party.ts';
import { SELLER } from '../seller.ts';
import { contractSections, type ContractTerms } from './contract-clauses.ts';
import { openDemoPaper, type PaperBytes } from './demo-paper.server.ts';

export type ContractPaper = { number: string; signedOn: string; buyer: Party; terms: ContractTerms };

const CLAUSE = { size: 9.5 };
const CLAUSE_INDENT = 26;

/** Договор поставки. */
export function setContract(fonts: PaperFonts, contract: ContractPaper): PaperBytes {
  const { number, signedOn, buyer } = contract;
  const title = `Договор поставки № ${number} от ${formatLongDay(signedOn)}`;
  const paper = openDemoPaper(fonts, { title, issuedOn: signedOn });
  paper.gap(6);
  paper.paragraph(`Договор поставки № ${number}`, { font: 'bold', size: 15, align: 'center' });
  paper.gap(8);
  paper.put('г. Демоград', { x: paper.left, y: paper.y, width: paper.width });
  paper.put(formatLongDay(signedOn), { x: paper.left, y: paper.y, width: paper.width, align: 'right' });
  paper.gap(22);
  paper.paragraph(preamble(buyer), CLAUSE);
  const sections = contractSections(contract.terms);
  sections.forEach(({ heading, clauses }, index) => drawSection(paper, index + 1, heading, clauses));
  drawDetails(paper, sections.length + 1, buyer);
  return paper.finish();
}

function preamble(buyer: Party): string {
  const seller = `${SELLER.legalName}, именуемое далее «Поставщик», ${representedBy(SELLER)}`;
  return `${seller}, с одной стороны, и ${buyer.legalName}, далее «Покупатель», ${representedBy(buyer)}, с другой стороны, заключили договор о следующем.`;
}

/** A company acts through its head, a person in business on their own behalf. */
function representedBy({ registrationReason, director }: Party): string {
  if (registrationReason === null) return 'от своего имени';
  return `в лице: ${director.position.toLowerCase()} ${director.name}`;
}

function drawSection(paper: Paper, section: number, heading: string, clauses: readonly string[]): void {
  paper.gap(11);
  // A heading never stands alone at the foot of a page.
  paper.ensureRoom(56);
  paper.paragraph(`${section}. ${heading}`, { font: 'bold', size: 10.5 });
  paper.gap(3);
  clauses.forEach((clause, index) => {
    paper.ensureRoom(2 * paper.lineHeight(CLAUSE));
    paper.put(`${section}.${index + 1}.`, { ...CLAUSE, x: paper.left, y: paper.y, width: CLAUSE_INDENT });
    paper.paragraph(clause, { ...CLAUSE, indent: CLAUSE_INDENT });
    paper.gap(2.5);
  });
}

function drawDetails(paper: Paper, section: number, buyer: Party): void {
  const width = (paper.width - 24) / 2;
  const sides = [SELLER, buyer].map(detailLines);
  const size = 8.5;
  const heights = sides.map((text) => paper.wrap(text, width, { size }).length * paper.lineHeight({ size }));
  const height = Math.max(...heights);
  paper.gap(12);
  paper.ensureRoom(height + 110);
  paper.paragraph(`${section}. Реквизиты и подписи сторон`, { font: 'bold', size: 10.5 });
  paper.gap(6);
  sides.forEach((text, index) => {
    const x = paper.left + index * (width + 24);
    paper.put(index === 0 ? 'Поставщик' : 'Покупатель', { font: 'bold', x, y: paper.y, width });
    paper.put(text, { size, x, y: paper.y + 14, width });
  });
  paper.gap(height + 30);
  drawSignatures(paper, [
    { role: SELLER.director.position, name: SELLER.director.name },
    { role: buyer.director.position, name: buyer.director.name },
  ]);
}

function detailLines(party: Party): string {
  return [
    party.legalName,
    party.address,
    `ИНН/КПП ${taxNumbers(party)}`,
    `Р/с ${party.account}`,
    party.bankName,
    `БИК ${party.bic}, к/с ${party.correspondentAccount}`,
    `Тел. ${party.phone}`,
  ].join('\n');
}
