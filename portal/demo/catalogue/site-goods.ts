import { pairs, type Article, type GoodsGroup } from './goods-group.ts';
import { KILOGRAM, METRE, PACK, PAIR, PIECE, SET } from './unit.ts';

const DIAMETERS = [6, 8, 10, 12, 16, 20] as const;

const BOLTS = pairs(DIAMETERS, [30, 50, 80, 120] as const).map(([diameter, length]): Article => ({
  code: `DIN933-M${diameter}-${length}`,
  name: `Болт М${diameter}×${length} DIN 933 кл. пр. 8.8, оцинк.`,
  unit: PIECE,
  roubles: 0.8 + (diameter ** 2 * (length + 20)) / 1150,
  gramsPerUnit: Math.round((diameter ** 2 * (length + 12)) / 155),
  pack: diameter > 12 ? 25 : 100,
}));

const NUTS = DIAMETERS.map((diameter): Article => ({
  code: `DIN934-M${diameter}`,
  name: `Гайка М${diameter} DIN 934 кл. пр. 8, оцинк.`,
  unit: PIECE,
  roubles: 0.4 + diameter ** 2 / 42,
  gramsPerUnit: Math.max(2, Math.round(diameter ** 2.6 / 42)),
  pack: 100,
}));

const WASHERS = DIAMETERS.map((diameter): Article => ({
  code: `DIN125-M${diameter}`,
  name: `Шайба плоская ${diameter} DIN 125, оцинк.`,
  unit: KILOGRAM,
  roubles: 268 - diameter * 3,
  gramsPerUnit: 1000,
  pack: 0.5,
}));

const SCREWS = pairs(['4.2×16', '4.2×32', '4.8×51', '5.5×76'] as const, [250, 1000] as const).map(
  ([size, count]): Article => ({
    code: `SMK-${size.replace('×', '-')}-${count}`,
    name: `Саморез кровельный ${size.replace('.', ',')} со сверлом, упак. ${count} шт`,
    unit: PACK,
    roubles: count * (0.9 + Number(size.split('×')[1]) / 46),
    gramsPerUnit: count * Math.round(1 + Number(size.split('×')[1]) / 9),
  }),
);

const RODS = [8, 10, 12, 16].map((diameter): Article => ({
  code: `DIN975-M${diameter}`,
  name: `Шпилька резьбовая М${diameter}×1000 DIN 975, оцинк.`,
  unit: PIECE,
  roubles: diameter ** 2 * 0.94,
  gramsPerUnit: diameter ** 2 * 5,
  pack: 5,
}));

export const FASTENERS: GoodsGroup = {
  code: 'FST',
  name: 'Крепёж',
  articles: [...BOLTS, ...NUTS, ...WASHERS, ...SCREWS, ...RODS],
  checks: [
    { what: 'Предел прочности', method: 'ГОСТ ISO 898-1', norm: 'не менее 800 МПа', found: '861 МПа' },
    { what: 'Твёрдость', method: 'ГОСТ 9013', norm: '22–32 HRC', found: '27 HRC' },
    { what: 'Толщина покрытия', method: 'ГОСТ 9.302', norm: '5–12 мкм', found: '8 мкм' },
  ],
};

const WRENCHES = [8, 10, 12, 13, 14, 17, 19, 22, 24, 27, 30, 32].map((size): Article => ({
  code: `KK-${size}`,
  name: `Ключ комбинированный ${size} мм, хром-ванадий`,
  unit: PIECE,
  roubles: 110 + size * 15,
  gramsPerUnit: size * 11,
}));

const DRILLS = [2, 2.5, 3, 3.3, 4, 4.2, 5, 6, 6.8, 8, 8.5, 10, 10.2, 12, 13, 14].map((diameter): Article => ({
  code: `HSS-${diameter}`,
  name: `Сверло по металлу Ø${diameter.toString().replace('.', ',')} мм HSS-G`,
  unit: PIECE,
  roubles: 42 + diameter ** 2 * 2.6,
  gramsPerUnit: Math.round(3 + diameter ** 2 * 0.9),
  pack: diameter < 6 ? 10 : 5,
}));

const DISCS = pairs([125, 230] as const, ['1.0', '1.6', '2.5'] as const).map(
  ([diameter, thickness]): Article => ({
    code: `A-${diameter}-${thickness}`,
    name: `Круг отрезной по металлу ${diameter}×${thickness.replace('.', ',')}×22 A60`,
    unit: PIECE,
    roubles: diameter * 0.44 + Number(thickness) * 9,
    gramsPerUnit: Math.round((diameter ** 2 * Number(thickness)) / 540),
    pack: 25,
  }),
);

const SETS: readonly Article[] = [
  {
    code: 'NB-94',
    name: 'Набор инструмента, 94 предмета, кейс',
    unit: SET,
    roubles: 9480,
    gramsPerUnit: 7200,
  },
  { code: 'NB-32', name: 'Набор бит с держателем, 32 предмета', unit: SET, roubles: 1180, gramsPerUnit: 420 },
  {
    code: 'DM-200',
    name: 'Ключ динамометрический 40–200 Н·м, 1/2"',
    unit: PIECE,
    roubles: 4260,
    gramsPerUnit: 1650,
  },
  { code: 'SH-150', name: 'Штангенциркуль цифровой 150 мм', unit: PIECE, roubles: 1890, gramsPerUnit: 310 },
  {
    code: 'TP-800',
    name: 'Молоток слесарный 800 г, фибергласс',
    unit: PIECE,
    roubles: 740,
    gramsPerUnit: 1050,
  },
];

export const TOOLS: GoodsGroup = {
  code: 'TLS',
  name: 'Инструмент',
  articles: [...WRENCHES, ...DRILLS, ...DISCS, ...SETS],
  checks: [
    { what: 'Твёрдость рабочей части', method: 'ГОСТ 9013', norm: '62–65 HRC', found: '64 HRC' },
    { what: 'Биение', method: 'ГОСТ 10902', norm: 'не более 0,12 мм', found: '0,06 мм' },
  ],
};

const ELECTRODES = pairs(['УОНИ 13/55', 'МР-3', 'ОЗС-12'] as const, [2.5, 3, 4] as const).map(
  ([brand, diameter], index): Article => ({
    code: `EL-${['UONI', 'MR3', 'OZS12'][Math.floor(index / 3)]}-${diameter}`,
    name: `Электроды ${brand} Ø${diameter.toString().replace('.', ',')} мм, упак. 5 кг`,
    unit: PACK,
    roubles: 980 + (4 - diameter) * 130 + (brand === 'УОНИ 13/55' ? 210 : 0),
    gramsPerUnit: 5100,
  }),
);

const WELDING_OTHER: readonly Article[] = [
  {
    code: 'SV-0.8',
    name: 'Проволока сварочная СВ-08Г2С Ø0,8 мм',
    unit: KILOGRAM,
    roubles: 236,
    gramsPerUnit: 1000,
    pack: 5,
  },
  {
    code: 'SV-1.0',
    name: 'Проволока сварочная СВ-08Г2С Ø1,0 мм',
    unit: KILOGRAM,
    roubles: 228,
    gramsPerUnit: 1000,
    pack: 5,
  },
  {
    code: 'SV-1.2',
    name: 'Проволока сварочная СВ-08Г2С Ø1,2 мм',
    unit: KILOGRAM,
    roubles: 221,
    gramsPerUnit: 1000,
    pack: 5,
  },
  {
    code: 'NZ-1.2',
    name: 'Проволока нержавеющая ER308L Ø1,2 мм',
    unit: KILOGRAM,
    roubles: 1240,
    gramsPerUnit: 1000,
    pack: 1,
  },
  {
    code: 'MS-9-13',
    name: 'Маска сварщика «Хамелеон» DIN 9–13',
    unit: PIECE,
    roubles: 2640,
    gramsPerUnit: 520,
  },
  { code: 'MS-11', name: 'Щиток сварщика НН-10', unit: PIECE, roubles: 480, gramsPerUnit: 410 },
  {
    code: 'RD-AR40',
    name: 'Регулятор расхода АР-40 аргоновый',
    unit: PIECE,
    roubles: 1980,
    gramsPerUnit: 900,
  },
  { code: 'RD-UR6', name: 'Редуктор углекислотный УР-6', unit: PIECE, roubles: 1560, gramsPerUnit: 1100 },
  { code: 'RD-BKO', name: 'Редуктор кислородный БКО-50', unit: PIECE, roubles: 2210, gramsPerUnit: 1300 },
  { code: 'DE-300', name: 'Электрододержатель 300 А', unit: PIECE, roubles: 520, gramsPerUnit: 440 },
  { code: 'KZ-300', name: 'Клемма заземления 300 А', unit: PIECE, roubles: 360, gramsPerUnit: 330 },
  {
    code: 'KG-25',
    name: 'Кабель сварочный КГ-ХЛ 1×25',
    unit: METRE,
    roubles: 284,
    gramsPerUnit: 330,
    pack: 0.5,
  },
  { code: 'GR-MIG', name: 'Горелка MIG 24KD, 3 м', unit: PIECE, roubles: 5420, gramsPerUnit: 2100 },
];

export const WELDING: GoodsGroup = {
  code: 'WLD',
  name: 'Сварочные материалы',
  articles: [...ELECTRODES, ...WELDING_OTHER],
  checks: [
    { what: 'Предел прочности шва', method: 'ГОСТ 6996', norm: 'не менее 490 МПа', found: '528 МПа' },
    { what: 'Относительное удлинение', method: 'ГОСТ 6996', norm: 'не менее 20 %', found: '26 %' },
    { what: 'Содержание углерода', method: 'ГОСТ 12344', norm: 'не более 0,10 %', found: '0,07 %' },
  ],
};

const FOOTWEAR = [39, 40, 41, 42, 43, 44, 45, 46].map((size): Article => ({
  code: `BT-${size}`,
  name: `Ботинки рабочие с подноском S1P, размер ${size}`,
  unit: PAIR,
  roubles: 2860,
  gramsPerUnit: 900 + size * 10,
}));

const SUITS = pairs(['летний', 'зимний'] as const, ['48-50', '52-54', '56-58'] as const).map(
  ([season, size]): Article => ({
    code: `KS-${season === 'летний' ? 'L' : 'Z'}-${size}`,
    name: `Костюм рабочий ${season}, размер ${size}`,
    unit: SET,
    roubles: season === 'летний' ? 2340 : 5680,
    gramsPerUnit: season === 'летний' ? 1300 : 3100,
  }),
);

const PROTECTION: readonly Article[] = [
  {
    code: 'PR-HB',
    name: 'Перчатки х/б с ПВХ, 10 класс',
    unit: PAIR,
    roubles: 19.4,
    gramsPerUnit: 45,
    pack: 50,
  },
  { code: 'PR-NTR', name: 'Перчатки нитриловые МБС', unit: PAIR, roubles: 88, gramsPerUnit: 110, pack: 12 },
  { code: 'PR-KRG', name: 'Краги сварщика спилковые', unit: PAIR, roubles: 372, gramsPerUnit: 320 },
  {
    code: 'PR-CUT5',
    name: 'Перчатки от порезов, класс 5',
    unit: PAIR,
    roubles: 418,
    gramsPerUnit: 70,
    pack: 6,
  },
  {
    code: 'OC-PR',
    name: 'Очки защитные открытые, прозрачные',
    unit: PIECE,
    roubles: 142,
    gramsPerUnit: 38,
    pack: 10,
  },
  {
    code: 'OC-ZK',
    name: 'Очки защитные закрытые с вентиляцией',
    unit: PIECE,
    roubles: 264,
    gramsPerUnit: 90,
  },
  { code: 'SH-NL', name: 'Щиток защитный лицевой НБТ', unit: PIECE, roubles: 486, gramsPerUnit: 240 },
  { code: 'KS-BEL', name: 'Каска защитная, белая', unit: PIECE, roubles: 356, gramsPerUnit: 380 },
  { code: 'KS-ORG', name: 'Каска защитная, оранжевая', unit: PIECE, roubles: 356, gramsPerUnit: 380 },
  {
    code: 'RP-FFP2',
    name: 'Респиратор FFP2 с клапаном',
    unit: PIECE,
    roubles: 96,
    gramsPerUnit: 16,
    pack: 10,
  },
  { code: 'RP-POLU', name: 'Полумаска с двумя фильтрами A1', unit: SET, roubles: 1420, gramsPerUnit: 280 },
  { code: 'NU-27', name: 'Наушники противошумные, 27 дБ', unit: PIECE, roubles: 680, gramsPerUnit: 190 },
  { code: 'BR-31', name: 'Вкладыши противошумные, 31 дБ', unit: PACK, roubles: 940, gramsPerUnit: 400 },
  { code: 'ZH-2', name: 'Жилет сигнальный, класс 2', unit: PIECE, roubles: 238, gramsPerUnit: 150, pack: 5 },
  { code: 'PV-2', name: 'Привязь страховочная, 2 точки', unit: PIECE, roubles: 3460, gramsPerUnit: 1250 },
  {
    code: 'AP-FIRST',
    name: 'Аптечка первой помощи работникам',
    unit: PIECE,
    roubles: 1280,
    gramsPerUnit: 900,
  },
];

export const PROTECTIVE_GEAR: GoodsGroup = {
  code: 'PPE',
  name: 'Средства защиты',
  articles: [...FOOTWEAR, ...SUITS, ...PROTECTION],
  checks: [
    { what: 'Стойкость к истиранию', method: 'ГОСТ 12.4.252', norm: 'не менее 2 уровня', found: '3 уровень' },
    { what: 'Разрывная нагрузка', method: 'ГОСТ 3813', norm: 'не менее 800 Н', found: '1 040 Н' },
  ],
};
