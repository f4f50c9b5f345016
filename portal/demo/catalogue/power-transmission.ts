import { pairs, type Article, type GoodsGroup } from './goods-group.ts';
import { METRE, PIECE } from './unit.ts';

type Size = readonly [bore: number, outer: number, width: number];

/** Boundary dimensions in millimetres by ISO 15, bores 10 to 50. */
const SERIES: Readonly<Record<string, readonly Size[]>> = {
  '60': [
    [10, 26, 8],
    [12, 28, 8],
    [15, 32, 9],
    [17, 35, 10],
    [20, 42, 12],
    [25, 47, 12],
    [30, 55, 13],
    [35, 62, 14],
    [40, 68, 15],
    [45, 75, 16],
  ],
  '62': [
    [10, 30, 9],
    [12, 32, 10],
    [15, 35, 11],
    [17, 40, 12],
    [20, 47, 14],
    [25, 52, 15],
    [30, 62, 16],
    [35, 72, 17],
    [40, 80, 18],
    [45, 85, 19],
  ],
  '63': [
    [10, 35, 11],
    [12, 37, 12],
    [15, 42, 13],
    [17, 47, 14],
    [20, 52, 15],
    [25, 62, 17],
    [30, 72, 19],
    [35, 80, 21],
    [40, 90, 23],
    [45, 100, 25],
  ],
  '302': [
    [20, 47, 15.25],
    [25, 52, 16.25],
    [30, 62, 17.25],
    [35, 72, 18.25],
    [40, 80, 19.75],
    [45, 85, 20.75],
    [50, 90, 21.75],
  ],
  '511': [
    [20, 35, 10],
    [25, 42, 11],
    [30, 47, 11],
    [35, 52, 12],
    [40, 60, 13],
  ],
};

/** Code of a bore: 00 to 03 for 10, 12, 15 and 17 mm, from 04 on a fifth of the bore. */
function boreCode(bore: number): string {
  const small = [10, 12, 15, 17].indexOf(bore);
  return (small === -1 ? bore / 5 : small).toString().padStart(2, '0');
}

function bearings(series: string, suffix: string, kind: string, priceFactor: number): Article[] {
  return (SERIES[series] ?? []).map(([bore, outer, width]) => {
    const code = `${series}${boreCode(bore)}${suffix}`;
    const volume = ((outer ** 2 - bore ** 2) * width) / 1000;
    const dimensions = [bore, outer, width].join('×').replaceAll('.', ',');
    return {
      code,
      name: `${kind} ${code}, ${dimensions} мм`,
      unit: PIECE,
      roubles: 60 + volume * priceFactor,
      gramsPerUnit: Math.round(volume * 4.6),
    };
  });
}

export const BEARINGS: GoodsGroup = {
  code: 'BRG',
  name: 'Подшипники',
  articles: [
    ...bearings('60', '-2RS', 'Подшипник шариковый радиальный', 5.1),
    ...bearings('62', '-2RS', 'Подшипник шариковый радиальный', 4.7),
    ...bearings('62', '-ZZ', 'Подшипник шариковый радиальный', 4.4),
    ...bearings('63', '-2RS', 'Подшипник шариковый радиальный', 4.5),
    ...bearings('302', '', 'Подшипник роликовый конический', 5.6),
    ...bearings('511', '', 'Подшипник шариковый упорный', 6.2),
  ],
  checks: [
    { what: 'Радиальный зазор', method: 'ГОСТ 24810', norm: '5–20 мкм', found: '11 мкм' },
    { what: 'Твёрдость колец', method: 'ГОСТ 9013', norm: '60–65 HRC', found: '62 HRC' },
    { what: 'Радиальное биение', method: 'ГОСТ 520', norm: 'не более 13 мкм', found: '8 мкм' },
    { what: 'Внешний вид', method: 'осмотр', norm: 'без дефектов', found: 'без дефектов' },
  ],
};

const BELT_PROFILES = [
  { profile: 'А', latin: 'A', grams: 105, roublesPerMetre: 118 },
  { profile: 'Б', latin: 'B', grams: 180, roublesPerMetre: 164 },
  { profile: 'В', latin: 'C', grams: 300, roublesPerMetre: 236 },
] as const;
const BELT_LENGTHS = [900, 1120, 1250, 1400, 1600, 1800, 2000, 2240] as const;

const BELTS = pairs(BELT_PROFILES, BELT_LENGTHS).map(
  ([{ profile, latin, grams, roublesPerMetre }, length]): Article => ({
    code: `${latin}-${length}`,
    name: `Ремень клиновой ${profile}-${length} ГОСТ 1284`,
    unit: PIECE,
    roubles: (roublesPerMetre * length) / 1000,
    gramsPerUnit: Math.round((grams * length) / 1000),
  }),
);

const CHAINS = (
  [
    ['12.7', 340, 700],
    ['15.875', 410, 980],
    ['19.05', 520, 1500],
    ['25.4', 780, 2600],
    ['31.75', 1120, 3800],
    ['38.1', 1580, 5500],
  ] as const
).map(([pitch, roubles, gramsPerUnit]): Article => ({
  code: `PR-${pitch}`,
  name: `Цепь приводная роликовая ПР-${pitch.replace('.', ',')}`,
  unit: METRE,
  roubles,
  gramsPerUnit,
  pack: 0.5,
}));

const SPROCKETS = pairs(['15.875', '25.4'] as const, [15, 19, 25] as const).map(
  ([pitch, teeth]): Article => ({
    code: `ZV-${pitch}-${teeth}`,
    name: `Звёздочка под цепь ПР-${pitch.replace('.', ',')}, ${teeth} зубьев`,
    unit: PIECE,
    roubles: teeth * (pitch === '25.4' ? 92 : 54),
    gramsPerUnit: teeth * (pitch === '25.4' ? 130 : 48),
  }),
);

const COUPLINGS = [16, 63, 125, 250, 500, 1000].map((torque, index): Article => ({
  code: `MUVP-${torque}`,
  name: `Муфта упругая втулочно-пальцевая МУВП-${torque}`,
  unit: PIECE,
  roubles: 1150 + torque * 6.4,
  gramsPerUnit: 1400 * (index + 1),
}));

export const DRIVES: GoodsGroup = {
  code: 'DRV',
  name: 'Ремни, цепи, муфты',
  articles: [...BELTS, ...CHAINS, ...SPROCKETS, ...COUPLINGS],
  checks: [
    { what: 'Отклонение длины', method: 'ГОСТ 1284.1', norm: '±0,8 %', found: '0,3 %' },
    { what: 'Прочность при разрыве', method: 'ГОСТ 1284.2', norm: 'не менее 3,5 кН', found: '4,1 кН' },
    { what: 'Твёрдость', method: 'ГОСТ 263', norm: '60–80 Шор А', found: '71 Шор А' },
  ],
};
