/**
 * What the import reads over on purpose, and why. Everything else in a file is mapped, kept as a detail of its row,
 * or named in the warnings: nothing is dropped in silence.
 * A path is one or more elements in sequence, anywhere in the file; it covers what is below it. `@` is an attribute.
 */
const DELIBERATELY_UNUSED: readonly { path: string; why: string }[] = [
  { path: 'Классификатор/Ид', why: 'names the list itself; our rows are told apart by source' },
  { path: 'Классификатор/Наименование', why: 'a title for the list, shown nowhere' },
  { path: 'Классификатор/Описание', why: 'a remark on the list, shown nowhere' },
  { path: 'Каталог/Ид', why: 'names the list itself; our rows are told apart by source' },
  { path: 'Каталог/ИдКлассификатора', why: 'ids of groups are unique without it' },
  { path: 'Каталог/Наименование', why: 'a title for the list, shown nowhere' },
  { path: 'Каталог/Описание', why: 'a remark on the list, shown nowhere' },
  { path: 'ПакетПредложений/Ид', why: 'names the list itself; our rows are told apart by source' },
  { path: 'ПакетПредложений/Наименование', why: 'a title for the list, shown nowhere' },
  { path: 'ПакетПредложений/ИдКаталога', why: 'ids of goods are unique without it' },
  { path: 'ПакетПредложений/ИдКлассификатора', why: 'ids of groups are unique without it' },
  { path: 'ПакетПредложений/Описание', why: 'a remark on the list, shown nowhere' },
  { path: 'ИзмененияПакетаПредложений/Ид', why: 'names the list itself; our rows are told apart by source' },
  { path: 'ИзмененияПакетаПредложений/ИдКаталога', why: 'ids of goods are unique without it' },
  { path: 'ТипыЦен/ИдКлассификатора', why: 'ids of price types are unique without it' },
  {
    path: 'Владелец',
    why: 'our own company: its name and address come from the settings, never from a source',
  },
  { path: 'Подписанты', why: 'who signed the list inside our own company' },
  { path: 'Склад/Адрес', why: 'where our warehouses stand is told to customers with a shipment only' },
  { path: 'Склад/Контакты', why: 'who answers in our warehouses is nothing for customers' },
  { path: 'Склад/Комментарий', why: 'a remark for our own people' },
  { path: 'Цена/Представление', why: 'price, currency and unit once more, as a sentence' },
  { path: 'Цена/ИдКаталога', why: 'ids of goods are unique without it' },
];

const SEQUENCES = DELIBERATELY_UNUSED.map(({ path }) => `/${path}/`);

/** Whether a path such as `КоммерческаяИнформация/Каталог/Владелец/Ид` is on the list. */
export function isDeliberatelyUnused(path: string): boolean {
  const elements = `/${path.replace('@', '/@')}/`;
  return SEQUENCES.some((sequence) => elements.includes(sequence));
}
