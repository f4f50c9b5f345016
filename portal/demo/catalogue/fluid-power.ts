import { pairs, type Article, type GoodsGroup } from './goods-group.ts';
import { METRE, PIECE, SET } from './unit.ts';

const SHAFT_SEALS = (
  [
    [10, 26, 7],
    [12, 28, 7],
    [15, 30, 7],
    [17, 35, 7],
    [20, 40, 10],
    [22, 42, 10],
    [25, 42, 10],
    [28, 47, 10],
    [30, 52, 10],
    [32, 52, 10],
    [35, 58, 10],
    [38, 58, 10],
    [40, 60, 10],
    [42, 62, 10],
    [45, 65, 10],
    [48, 70, 10],
    [50, 70, 10],
    [55, 80, 10],
    [60, 85, 10],
    [65, 90, 10],
    [70, 95, 10],
    [80, 105, 10],
  ] as const
).map(([shaft, bore, width]): Article => ({
  code: `TC-${shaft}-${bore}-${width}`,
  name: `Манжета армированная с пыльником TC ${shaft}×${bore}×${width} NBR`,
  unit: PIECE,
  roubles: 28 + (bore * width) / 9,
  gramsPerUnit: Math.round((bore * width) / 14),
  pack: 5,
}));

const O_RINGS = [9, 12, 15, 18, 20, 22, 25, 28, 30, 32, 35, 38, 40, 45, 50, 55, 60, 65, 70, 80, 90, 100].map(
  (rod): Article => {
    const section = rod < 25 ? 25 : 36;
    const bore = rod + (section === 25 ? 4 : 6);
    const three = (size: number): string => size.toString().padStart(3, '0');
    return {
      code: `K-${three(rod)}-${three(bore)}-${section}`,
      name: `Кольцо уплотнительное ${three(rod)}-${three(bore)}-${section} ГОСТ 9833`,
      unit: PIECE,
      roubles: 4 + rod * 0.42,
      gramsPerUnit: Math.max(1, Math.round(rod * 0.09)),
      pack: 10,
    };
  },
);

export const SEALS: GoodsGroup = {
  code: 'SEA',
  name: 'Уплотнения',
  articles: [...SHAFT_SEALS, ...O_RINGS],
  checks: [
    { what: 'Твёрдость резины', method: 'ГОСТ 263', norm: '70–80 Шор А', found: '74 Шор А' },
    { what: 'Относительное удлинение', method: 'ГОСТ 270', norm: 'не менее 200 %', found: '265 %' },
    { what: 'Набухание в масле', method: 'ГОСТ 9.030', norm: '−2…+8 %', found: '+2,4 %' },
  ],
};

const HOSES = pairs([6, 8, 10, 12, 16, 20] as const, [500, 1000, 1500] as const).map(
  ([bore, length]): Article => ({
    code: `RVD-${bore}-${length}`,
    name: `Рукав высокого давления 2SN Ду${bore}, длина ${length} мм, с фитингами DKOL`,
    unit: PIECE,
    roubles: 480 + bore * 31 + (length * bore) / 12,
    gramsPerUnit: Math.round(260 + (length * bore) / 14),
    isMadeToOrder: true,
  }),
);

const FITTINGS = pairs(['DKOL', 'BSP', 'JIC'] as const, [8, 10, 12, 16] as const).map(
  ([standard, bore]): Article => ({
    code: `F-${standard}-${bore}`,
    name: `Фитинг обжимной ${standard} под рукав Ду${bore}`,
    unit: PIECE,
    roubles: 96 + bore * 13,
    gramsPerUnit: bore * 11,
    pack: 2,
  }),
);

const HYDRAULIC_CYLINDERS = pairs([40, 63, 80] as const, [250, 400] as const).map(
  ([bore, stroke]): Article => ({
    code: `CG-${bore}-${stroke}`,
    name: `Гидроцилиндр двустороннего действия ЦГ-${bore}×${stroke}, 16 МПа`,
    unit: PIECE,
    roubles: 5200 + bore * 118 + stroke * 9,
    gramsPerUnit: bore * 90 + stroke * 14,
    isMadeToOrder: true,
  }),
);

const PUMPS = [10, 16, 32, 50].map((volume): Article => ({
  code: `NSH-${volume}`,
  name: `Насос шестерённый НШ-${volume}, левое вращение`,
  unit: PIECE,
  roubles: 2400 + volume * 74,
  gramsPerUnit: 2100 + volume * 62,
}));

export const HYDRAULICS: GoodsGroup = {
  code: 'HYD',
  name: 'Гидравлика',
  articles: [...HOSES, ...FITTINGS, ...HYDRAULIC_CYLINDERS, ...PUMPS],
  checks: [
    { what: 'Испытание давлением', method: 'ГОСТ 6286', norm: '55 МПа, 1 мин', found: 'выдержано' },
    { what: 'Герметичность', method: 'ГОСТ 22131', norm: 'без течи', found: 'без течи' },
    { what: 'Чистота внутренней полости', method: 'ГОСТ 17216', norm: 'класс 12', found: 'класс 11' },
  ],
};

const PUSH_FITTINGS = pairs(['прямой', 'угловой', 'тройник'] as const, [4, 6, 8, 10] as const).map(
  ([shape, tube]): Article => {
    const letter = { прямой: 'PC', угловой: 'PL', тройник: 'PT' }[shape];
    return {
      code: `${letter}-${tube}`,
      name: `Фитинг цанговый ${shape} ${tube} мм, G1/4"`,
      unit: PIECE,
      roubles: 38 + tube * (shape === 'прямой' ? 4 : 7),
      gramsPerUnit: 12 + tube,
      pack: 10,
    };
  },
);

const TUBES = [4, 6, 8, 10, 12].map((outer): Article => ({
  code: `PU-${outer}`,
  name: `Трубка полиуретановая ${outer} мм, синяя`,
  unit: METRE,
  roubles: 14 + outer * 5,
  gramsPerUnit: outer * 5,
  pack: 0.5,
}));

const PNEUMATIC_CYLINDERS = pairs([32, 40, 63] as const, [50, 100, 200] as const).map(
  ([bore, stroke]): Article => ({
    code: `PCI-${bore}-${stroke}`,
    name: `Пневмоцилиндр ISO 15552 ${bore}×${stroke}, с магнитом`,
    unit: PIECE,
    roubles: 1650 + bore * 34 + stroke * 5,
    gramsPerUnit: bore * 16 + stroke * 6,
  }),
);

const VALVES_AND_UNITS: readonly Article[] = [
  {
    code: 'V-5-2-14',
    name: 'Пневмораспределитель 5/2 G1/4", 24 В',
    unit: PIECE,
    roubles: 2380,
    gramsPerUnit: 320,
  },
  {
    code: 'V-5-2-38',
    name: 'Пневмораспределитель 5/2 G3/8", 24 В',
    unit: PIECE,
    roubles: 2940,
    gramsPerUnit: 460,
  },
  {
    code: 'V-3-2-14',
    name: 'Пневмораспределитель 3/2 G1/4", 24 В',
    unit: PIECE,
    roubles: 2120,
    gramsPerUnit: 290,
  },
  {
    code: 'V-5-3-14',
    name: 'Пневмораспределитель 5/3 G1/4", 24 В',
    unit: PIECE,
    roubles: 3460,
    gramsPerUnit: 410,
  },
  { code: 'FRL-14', name: 'Блок подготовки воздуха G1/4"', unit: SET, roubles: 3180, gramsPerUnit: 980 },
  { code: 'FRL-12', name: 'Блок подготовки воздуха G1/2"', unit: SET, roubles: 4260, gramsPerUnit: 1450 },
  { code: 'FR-14', name: 'Фильтр-регулятор давления G1/4"', unit: PIECE, roubles: 1740, gramsPerUnit: 540 },
  { code: 'SIL-14', name: 'Глушитель бронзовый G1/4"', unit: PIECE, roubles: 68, gramsPerUnit: 18, pack: 10 },
];

export const PNEUMATICS: GoodsGroup = {
  code: 'PNE',
  name: 'Пневматика',
  articles: [...PUSH_FITTINGS, ...TUBES, ...PNEUMATIC_CYLINDERS, ...VALVES_AND_UNITS],
  checks: [
    { what: 'Утечка при 1,0 МПа', method: 'ГОСТ 25144', norm: 'не более 2 см³/мин', found: '0,6 см³/мин' },
    { what: 'Прочность при 1,6 МПа', method: 'ГОСТ 18460', norm: 'выдержано', found: 'выдержано' },
  ],
};
