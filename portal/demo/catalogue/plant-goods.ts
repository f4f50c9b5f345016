import { pairs, type Article, type GoodsGroup } from './goods-group.ts';
import { METRE, PIECE } from './unit.ts';

const OIL_GRADES = [
  { code: 'HLP32', name: 'Масло гидравлическое HLP 32', roublesPerLitre: 218 },
  { code: 'HLP46', name: 'Масло гидравлическое HLP 46', roublesPerLitre: 212 },
  { code: 'I20A', name: 'Масло индустриальное И-20А', roublesPerLitre: 134 },
  { code: 'CLP220', name: 'Масло редукторное CLP 220', roublesPerLitre: 286 },
  { code: 'KS19', name: 'Масло компрессорное КС-19', roublesPerLitre: 192 },
  { code: '15W40', name: 'Масло моторное дизельное 15W-40 CI-4', roublesPerLitre: 264 },
] as const;

const OILS = pairs(OIL_GRADES, [
  { litres: 5, discount: 1 },
  { litres: 20, discount: 0.93 },
  { litres: 205, discount: 0.86 },
] as const).map(([grade, can]): Article => ({
  code: `${grade.code}-${can.litres}`,
  name: `${grade.name}, ${can.litres === 205 ? 'бочка' : 'канистра'} ${can.litres} л`,
  unit: PIECE,
  roubles: grade.roublesPerLitre * can.litres * can.discount,
  gramsPerUnit: can.litres * 905,
}));

const GREASES = pairs(
  [
    { code: 'LIT24', name: 'Смазка Литол-24', roublesPerKilogram: 388 },
    { code: 'EP2', name: 'Смазка литиевая EP-2', roublesPerKilogram: 512 },
    { code: 'GRAF', name: 'Смазка графитная УСсА', roublesPerKilogram: 296 },
  ] as const,
  [0.4, 0.8, 18] as const,
).map(([grease, mass]): Article => ({
  code: `${grease.code}-${mass}`,
  name: `${grease.name}, ${mass.toString().replace('.', ',')} кг`,
  unit: PIECE,
  roubles: grease.roublesPerKilogram * mass * (mass === 18 ? 0.84 : 1) + 22,
  gramsPerUnit: mass * 1000 + 60,
  pack: mass === 18 ? 1 : 4,
}));

const CARE: readonly Article[] = [
  { code: 'TOS40-10', name: 'Антифриз G11 −40 °C, 10 кг', unit: PIECE, roubles: 1180, gramsPerUnit: 10_400 },
  {
    code: 'TOS40-220',
    name: 'Антифриз G11 −40 °C, бочка 220 кг',
    unit: PIECE,
    roubles: 22_400,
    gramsPerUnit: 231_000,
  },
  { code: 'BRK-1', name: 'Жидкость тормозная DOT 4, 1 л', unit: PIECE, roubles: 386, gramsPerUnit: 1100 },
  {
    code: 'CUT-20',
    name: 'Жидкость смазочно-охлаждающая, концентрат 20 л',
    unit: PIECE,
    roubles: 6840,
    gramsPerUnit: 19_600,
  },
  {
    code: 'PEN-400',
    name: 'Смазка проникающая, аэрозоль 400 мл',
    unit: PIECE,
    roubles: 248,
    gramsPerUnit: 420,
  },
  {
    code: 'CLN-500',
    name: 'Очиститель тормозов, аэрозоль 500 мл',
    unit: PIECE,
    roubles: 212,
    gramsPerUnit: 480,
  },
  { code: 'COP-400', name: 'Смазка медная, аэрозоль 400 мл', unit: PIECE, roubles: 436, gramsPerUnit: 430 },
  { code: 'SOL-10', name: 'Растворитель 646, 10 л', unit: PIECE, roubles: 1560, gramsPerUnit: 9200 },
  {
    code: 'VSH-1000',
    name: 'Ветошь обтирочная х/б, 10 кг',
    unit: PIECE,
    roubles: 1240,
    gramsPerUnit: 10_000,
  },
];

export const LUBRICANTS: GoodsGroup = {
  code: 'LUB',
  name: 'Смазочные материалы',
  articles: [...OILS, ...GREASES, ...CARE],
  checks: [
    { what: 'Вязкость при 40 °C', method: 'ГОСТ 33', norm: '41,4–50,6 мм²/с', found: '45,8 мм²/с' },
    { what: 'Температура вспышки', method: 'ГОСТ 4333', norm: 'не ниже 190 °C', found: '214 °C' },
    { what: 'Содержание воды', method: 'ГОСТ 2477', norm: 'следы', found: 'отсутствует' },
    { what: 'Класс чистоты', method: 'ГОСТ 17216', norm: 'не более 12', found: '10' },
  ],
};

const BREAKERS = pairs([1, 3] as const, [6, 10, 16, 25, 32, 63] as const).map(
  ([poles, amperes]): Article => ({
    code: `VA47-${poles}P-C${amperes}`,
    name: `Выключатель автоматический ВА47-29 ${poles}P C${amperes} А, 4,5 кА`,
    unit: PIECE,
    roubles: (148 + amperes * 1.6) * (poles === 1 ? 1 : 3.2),
    gramsPerUnit: 110 * poles,
  }),
);

const CABLES = (
  [
    ['VVG-3-1.5', 'ВВГнг(А)-LS 3×1,5', 62, 110],
    ['VVG-3-2.5', 'ВВГнг(А)-LS 3×2,5', 96, 155],
    ['VVG-5-4', 'ВВГнг(А)-LS 5×4', 248, 380],
    ['VVG-5-10', 'ВВГнг(А)-LS 5×10', 586, 810],
    ['KG-4-4', 'КГ-ХЛ 4×4', 292, 390],
    ['KVVG-7-1', 'КВВГнг(А) 7×1', 128, 210],
    ['MKESH-4-0.75', 'МКЭШ 4×0,75', 84, 95],
  ] as const
).map(([code, name, roubles, gramsPerUnit]): Article => ({
  code,
  name: `Кабель ${name}`,
  unit: METRE,
  roubles,
  gramsPerUnit,
  pack: 0.5,
}));

const CONTACTORS = [9, 12, 18, 25, 40, 65].map((amperes): Article => ({
  code: `KMI-${amperes}`,
  name: `Контактор КМИ ${amperes} А, катушка 230 В`,
  unit: PIECE,
  roubles: 460 + amperes * 31,
  gramsPerUnit: 280 + amperes * 9,
}));

const MOTORS = (
  [
    ['71B4', '0,75', 8240, 9400],
    ['80B4', '1,5', 10_960, 14_200],
    ['90L4', '2,2', 13_480, 19_700],
    ['100L4', '4,0', 19_260, 29_000],
    ['112M4', '5,5', 24_840, 41_000],
    ['132S4', '7,5', 33_600, 58_000],
  ] as const
).map(([size, kilowatts, roubles, gramsPerUnit]): Article => ({
  code: `AIR-${size}`,
  name: `Электродвигатель АИР${size.replace('B', 'В').replace('M', 'М')} ${kilowatts} кВт 1500 об/мин`,
  unit: PIECE,
  roubles,
  gramsPerUnit,
  isMadeToOrder: true,
}));

const SMALL_ELECTRIC: readonly Article[] = [
  {
    code: 'SVT-36',
    name: 'Светильник линейный LED 36 Вт IP65',
    unit: PIECE,
    roubles: 980,
    gramsPerUnit: 900,
  },
  { code: 'PRZ-100', name: 'Прожектор LED 100 Вт IP65', unit: PIECE, roubles: 1460, gramsPerUnit: 1100 },
  { code: 'PRZ-200', name: 'Прожектор LED 200 Вт IP65', unit: PIECE, roubles: 2840, gramsPerUnit: 2100 },
  { code: 'LMP-15', name: 'Лампа LED A60 15 Вт E27', unit: PIECE, roubles: 96, gramsPerUnit: 60, pack: 10 },
  { code: 'KN-XB2', name: 'Кнопка управления «Пуск–Стоп» XB2', unit: PIECE, roubles: 214, gramsPerUnit: 90 },
  { code: 'KN-GRB', name: 'Кнопка аварийная «Грибок» 1НЗ', unit: PIECE, roubles: 268, gramsPerUnit: 95 },
  {
    code: 'PST-4',
    name: 'Пост кнопочный тельферный, 4 кнопки',
    unit: PIECE,
    roubles: 1240,
    gramsPerUnit: 620,
  },
  {
    code: 'KV-VBI',
    name: 'Выключатель индуктивный М18, PNP НО',
    unit: PIECE,
    roubles: 1120,
    gramsPerUnit: 130,
  },
  {
    code: 'BP-24-5',
    name: 'Блок питания 24 В, 5 А на DIN-рейку',
    unit: PIECE,
    roubles: 2260,
    gramsPerUnit: 520,
  },
  {
    code: 'PCH-1.5',
    name: 'Преобразователь частоты 1,5 кВт 380 В',
    unit: PIECE,
    roubles: 14_800,
    gramsPerUnit: 1900,
  },
  {
    code: 'PCH-4.0',
    name: 'Преобразователь частоты 4,0 кВт 380 В',
    unit: PIECE,
    roubles: 21_900,
    gramsPerUnit: 2600,
  },
];

export const ELECTRICAL: GoodsGroup = {
  code: 'ELE',
  name: 'Электрооборудование',
  articles: [...BREAKERS, ...CABLES, ...CONTACTORS, ...MOTORS, ...SMALL_ELECTRIC],
  checks: [
    { what: 'Сопротивление изоляции', method: 'ГОСТ 3345', norm: 'не менее 10 МОм', found: '320 МОм' },
    { what: 'Испытание напряжением', method: 'ГОСТ 2990', norm: '2,5 кВ, 5 мин', found: 'выдержано' },
    { what: 'Степень защиты', method: 'ГОСТ 14254', norm: 'по паспорту', found: 'соответствует' },
  ],
};

const BALL_VALVES = pairs(
  ['латунный', 'стальной'] as const,
  [15, 20, 25, 32, 40, 50, 65, 80, 100] as const,
).map(([material, bore]): Article => ({
  code: `KSH-${material === 'латунный' ? 'L' : 'S'}-${bore}`,
  name: `Кран шаровой ${material} Ду${bore} Ру${material === 'латунный' ? 25 : 40}`,
  unit: PIECE,
  roubles: bore ** 1.6 * (material === 'латунный' ? 4.4 : 8.2),
  gramsPerUnit: Math.round(bore ** 1.7 * 2.4),
}));

const BUTTERFLY_VALVES = [50, 80, 100, 125, 150, 200].map((bore): Article => ({
  code: `ZD-${bore}`,
  name: `Затвор дисковый поворотный Ду${bore} Ру16, EPDM`,
  unit: PIECE,
  roubles: 1240 + bore * 22,
  gramsPerUnit: 1500 + bore * 38,
}));

const CHECK_VALVES = [15, 20, 25, 32, 40, 50].map((bore): Article => ({
  code: `KO-${bore}`,
  name: `Клапан обратный пружинный муфтовый Ду${bore}`,
  unit: PIECE,
  roubles: bore ** 1.5 * 5.4,
  gramsPerUnit: Math.round(bore ** 1.6 * 2.1),
}));

const FLANGES = [25, 32, 40, 50, 65, 80, 100, 150].map((bore): Article => ({
  code: `FL-${bore}-16`,
  name: `Фланец стальной плоский Ду${bore} Ру16 ГОСТ 33259`,
  unit: PIECE,
  roubles: 190 + bore * 9.2,
  gramsPerUnit: 600 + bore * 56,
  pack: 2,
}));

const STRAINERS = [15, 20, 25, 32, 40, 50].map((bore): Article => ({
  code: `FM-${bore}`,
  name: `Фильтр сетчатый муфтовый Ду${bore} Ру16`,
  unit: PIECE,
  roubles: bore ** 1.5 * 4.1,
  gramsPerUnit: Math.round(bore ** 1.6 * 1.9),
}));

export const PIPE_FITTINGS: GoodsGroup = {
  code: 'VLV',
  name: 'Трубопроводная арматура',
  articles: [...BALL_VALVES, ...BUTTERFLY_VALVES, ...CHECK_VALVES, ...FLANGES, ...STRAINERS],
  checks: [
    { what: 'Герметичность затвора', method: 'ГОСТ 9544', norm: 'класс А', found: 'класс А' },
    { what: 'Прочность корпуса', method: 'ГОСТ 33257', norm: '1,5 Ру, 5 мин', found: 'выдержано' },
    { what: 'Химический состав', method: 'ГОСТ 22536', norm: 'по марке', found: 'соответствует' },
  ],
};
