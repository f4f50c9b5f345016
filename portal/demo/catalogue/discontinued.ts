import { pairs, type Article } from './goods-group.ts';
import { PIECE } from './unit.ts';

/** An article that is sold no more, and what to order instead. Both by their whole article numbers. */
export type Discontinued = { group: string; article: Article; replacement: string; reason: string };

const OLD_MARKING = 'Обозначение по ГОСТ заменено международным, размеры те же';
const NEW_MODEL = 'Снято с производства, замена по характеристикам не хуже';

/** Soviet bearing numbers still stand in many a parts list: 180205 is today's 6205-2RS, 7205 is 30205. */
const OLD_BEARINGS = pairs(['1802', '72'] as const, ['04', '05', '06', '07', '08', '09'] as const).map(
  ([series, bore]): Discontinued => {
    const isBall = series === '1802';
    return {
      group: 'BRG',
      article: {
        code: `${series}${bore}`,
        name: `Подшипник ${isBall ? 'шариковый закрытый' : 'роликовый конический'} ${series}${bore} ГОСТ`,
        unit: PIECE,
        roubles: 118 + Number(bore) * (isBall ? 22 : 41),
        gramsPerUnit: 60 * Number(bore) - 120,
      },
      replacement: isBall ? `BRG-62${bore}-2RS` : `BRG-302${bore}`,
      reason: OLD_MARKING,
    };
  },
);

const OLD_BELTS = [1120, 1400, 1600, 1800, 2000].map((length): Discontinued => ({
  group: 'DRV',
  article: {
    code: `B-${length}-K`,
    name: `Ремень клиновой Б-${length} кордтканевый`,
    unit: PIECE,
    roubles: length * 0.13,
    gramsPerUnit: Math.round(length * 0.19),
  },
  replacement: `DRV-B-${length}`,
  reason: 'Кордтканевые ремни заменены кордшнуровыми',
}));

function gone(group: string, article: Article, replacement: string): Discontinued {
  return { group, article, replacement: `${group}-${replacement}`, reason: NEW_MODEL };
}

const OLD_MODELS: readonly Discontinued[] = [
  gone(
    'ELE',
    {
      code: 'LPO-2-36',
      name: 'Светильник люминесцентный ЛПО 2×36',
      unit: PIECE,
      roubles: 1240,
      gramsPerUnit: 2600,
    },
    'SVT-36',
  ),
  gone(
    'ELE',
    {
      code: 'DRL-250',
      name: 'Прожектор с лампой ДРЛ 250 Вт',
      unit: PIECE,
      roubles: 2180,
      gramsPerUnit: 4300,
    },
    'PRZ-100',
  ),
  gone(
    'ELE',
    {
      code: 'LN-95',
      name: 'Лампа накаливания 95 Вт E27',
      unit: PIECE,
      roubles: 28,
      gramsPerUnit: 30,
      pack: 10,
    },
    'LMP-15',
  ),
  gone(
    'ELE',
    {
      code: 'AE-3P-25',
      name: 'Выключатель автоматический АЕ 3P 25 А',
      unit: PIECE,
      roubles: 940,
      gramsPerUnit: 620,
    },
    'VA47-3P-C25',
  ),
  gone(
    'ELE',
    { code: 'PML-12', name: 'Пускатель магнитный ПМЛ 12 А', unit: PIECE, roubles: 1060, gramsPerUnit: 480 },
    'KMI-12',
  ),
  gone(
    'HYD',
    { code: 'NSH-32U', name: 'Насос шестерённый НШ-32У', unit: PIECE, roubles: 4320, gramsPerUnit: 4600 },
    'NSH-32',
  ),
  gone(
    'LUB',
    {
      code: 'I20A-10',
      name: 'Масло индустриальное И-20А, канистра 10 л',
      unit: PIECE,
      roubles: 1310,
      gramsPerUnit: 9100,
    },
    'I20A-20',
  ),
  gone(
    'PPE',
    { code: 'KS-TR', name: 'Каска защитная текстолитовая', unit: PIECE, roubles: 290, gramsPerUnit: 430 },
    'KS-BEL',
  ),
  gone(
    'TLS',
    {
      code: 'SH-125',
      name: 'Штангенциркуль механический 125 мм',
      unit: PIECE,
      roubles: 1120,
      gramsPerUnit: 260,
    },
    'SH-150',
  ),
  gone(
    'VLV',
    { code: 'VK-50', name: 'Вентиль чугунный Ду50', unit: PIECE, roubles: 2140, gramsPerUnit: 9800 },
    'KSH-S-50',
  ),
];

export const DISCONTINUED: readonly Discontinued[] = [...OLD_BEARINGS, ...OLD_BELTS, ...OLD_MODELS];
