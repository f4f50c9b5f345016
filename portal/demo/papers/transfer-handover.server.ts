import { formatLongDay } from '#portal/documents/pdf/paper-format.ts';
import { drawSignatures } from '#portal/documents/pdf/paper-parts.server.ts';
import { INK_SOFT, type Paper } from '#portal/documents/pdf/paper.server.ts';
import { taxNumbers, type Party } from '../party.ts';
import { SELLER } from '../seller.ts';

export type Handover = {
  issuedOn: string;
  buyer: Party;
  basis: string;
  carriage: string;
  receivedOn: string | null;
};

type Side = {
  heading: string;
  name: string;
  dayLabel: string;
  day: string;
  party: Party;
  marks: readonly [string, string, string];
};

const SIZE = 8;
const HEIGHT = 168;

/** The lower part of a transfer document: who signed, on what ground, who handed over and who received. */
export function drawHandover(paper: Paper, handover: Handover): void {
  paper.gap(8);
  paper.ensureRoom(HEIGHT);
  drawSignatures(
    paper,
    [
      { role: 'Руководитель организации или иное уполномоченное лицо', name: SELLER.director.name },
      { role: 'Главный бухгалтер или иное уполномоченное лицо', name: SELLER.accountant },
    ],
    { size: SIZE },
  );
  paper.rule(1);
  paper.gap(5);
  drawGround(paper, 'Основание передачи (сдачи) / получения (приёмки)', handover.basis, '[10]');
  drawGround(paper, 'Данные о транспортировке и грузе', handover.carriage, '[11]');
  paper.gap(3);
  const top = paper.y;
  const width = (paper.width - 24) / 2;
  drawSide(paper, { x: paper.left, y: top, width }, sellerSide(handover));
  drawSide(paper, { x: paper.left + width + 24, y: top, width }, buyerSide(handover));
  const middle = paper.left + width + 12;
  paper.line({ x: middle, y: top }, { x: middle, y: top + 88 }, 1);
  paper.y = top + 90;
}

function drawGround(paper: Paper, label: string, text: string, mark: string): void {
  const labelWidth = 196;
  const x = paper.left + labelWidth;
  paper.put(label, { size: SIZE, color: INK_SOFT, x: paper.left, y: paper.y, width: labelWidth });
  const height = paper.put(text, { size: SIZE, x, y: paper.y, width: paper.right - x - 30 });
  paper.put(mark, {
    size: 7,
    color: INK_SOFT,
    align: 'right',
    x: paper.right - 28,
    y: paper.y,
    width: 28,
  });
  paper.gap(height + 3);
}

function sellerSide({ issuedOn }: Handover): Side {
  return {
    heading: 'Товар (груз) передал / услуги, результаты работ сдал',
    name: `Кладовщик ${SELLER.storekeeper}`,
    dayLabel: 'Дата отгрузки, передачи (сдачи)',
    day: formatLongDay(issuedOn),
    party: SELLER,
    marks: ['[12]', '[13]', '[16]'],
  };
}

function buyerSide({ buyer, receivedOn }: Handover): Side {
  return {
    heading: 'Товар (груз) получил / услуги, результаты работ принял',
    name: '',
    dayLabel: 'Дата получения (приёмки)',
    day: receivedOn === null ? '' : formatLongDay(receivedOn),
    party: buyer,
    marks: ['[17]', '[18]', '[21]'],
  };
}

function drawSide(
  paper: Paper,
  { x, y, width }: { x: number; y: number; width: number },
  { heading, name, dayLabel, day, party, marks }: Side,
): void {
  const place = { size: SIZE, x, width };
  const mark = (text: string, at: number): void => {
    paper.put(text, { size: 7, color: INK_SOFT, align: 'right', x, y: at, width });
  };
  paper.put(heading, { ...place, font: 'bold', y });
  mark(marks[0], y);
  const lineY = y + 34;
  paper.line({ x, y: lineY }, { x: x + width * 0.4, y: lineY }, 0.6);
  paper.line({ x: x + width * 0.44, y: lineY }, { x: x + width, y: lineY }, 0.6);
  paper.put(name, { ...place, x: x + width * 0.44 + 4, y: lineY - 12, width: width * 0.56 });
  const caption = { size: 6.5, color: INK_SOFT, align: 'center', y: lineY + 2 } as const;
  paper.put('подпись', { ...caption, x, width: width * 0.4 });
  paper.put('должность, Ф. И. О.', { ...caption, x: x + width * 0.44, width: width * 0.56 });
  paper.put(`${dayLabel}: ${day === '' ? '«___» ______________ 20___ г.' : day}`, {
    ...place,
    y: lineY + 15,
  });
  mark(marks[1], lineY + 15);
  paper.put(`${party.name}, ИНН/КПП ${taxNumbers(party)}`, { ...place, width: width - 28, y: lineY + 32 });
  mark(marks[2], lineY + 32);
  paper.put('М. П.', { ...place, color: INK_SOFT, y: lineY + 46 });
}
