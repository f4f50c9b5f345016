import { classNames } from './class-names.ts';

/** Own icons on a grid of 20, one stroke of 1.5. Circles are drawn as two arcs. */
const PATHS = {
  alert: 'M10 3l7.5 13.5h-15zM10 8.25v3.5M10 14v.01',
  back: 'M16.5 10h-13M8.5 5l-5 5 5 5',
  block: 'M10 3a7 7 0 1 1 0 14a7 7 0 0 1 0-14zM5.1 5.1l9.8 9.8',
  box: 'M10 2.75l6.5 3.5v7.5l-6.5 3.5-6.5-3.5v-7.5zM3.5 6.25L10 9.75l6.5-3.5M10 9.75v7.5',
  calendar: 'M3.5 4.5h13v12h-13zM3.5 8.5h13M7 2.75v3.5M13 2.75v3.5',
  check: 'M4 10.5l4 4 8-9',
  chevron: 'M8 5l5 5-5 5',
  clock: 'M10 3a7 7 0 1 1 0 14a7 7 0 0 1 0-14zM10 6v4.25l2.75 1.75',
  close: 'M5 5l10 10M15 5L5 15',
  company: 'M4 17V3.5h8V17M12 8h4.5v9M2.5 17h15M6.5 7h3M6.5 10h3M6.5 13h3',
  discount:
    'M4.5 15.5l11-11M6 4.25a1.75 1.75 0 1 1 0 3.5a1.75 1.75 0 0 1 0-3.5zM14 12.25a1.75 1.75 0 1 1 0 3.5a1.75 1.75 0 0 1 0-3.5z',
  documents: 'M5 2.75h6.5L15.5 7v10.25H5zM11.5 2.75V7h4M7.5 10.5h5M7.5 13.5h5',
  download: 'M10 3v9.5M6 8.75l4 4 4-4M3.5 16.5h13',
  edit: 'M4 16l.75-3.5L13 4.25l2.75 2.75L7.5 15.25zM11.25 6L14 8.75',
  external: 'M8 4H4v12h12v-4M11.5 3.5h5v5M16.5 3.5L9 11',
  filter: 'M3 5h14M5.5 10h9M8 15h4',
  globe: 'M10 3a7 7 0 1 1 0 14a7 7 0 0 1 0-14zM3 10h14M10 3c3.5 4 3.5 10 0 14M10 3c-3.5 4-3.5 10 0 14',
  home: 'M3 9l7-5.75L17 9v8h-4.5v-5h-5v5H3z',
  info: 'M10 3a7 7 0 1 1 0 14a7 7 0 0 1 0-14zM10 9.25v4M10 6.5v.01',
  key: 'M4.25 6h6.5a1.5 1.5 0 0 1 1.5 1.5v5a1.5 1.5 0 0 1-1.5 1.5h-6.5A1.75 1.75 0 0 1 2.5 12.25v-4.5A1.75 1.75 0 0 1 4.25 6zM12.25 8H17.5v4h-5.25M5.5 9.25v1.5M15 10v.01',
  lock: 'M4.5 9h11v8h-11zM7 9V6.25a3 3 0 0 1 6 0V9M10 12.25v1.5',
  mail: 'M3 4.5h14v11H3zM3.5 5l6.5 5.5L16.5 5',
  messages: 'M3 4h14v9.5H9L5.5 16.5v-3H3z',
  money: 'M3.5 3.5h13v13h-13zM10 3.5v13M6 7h1.5M6 10h1.5M12.5 7H14M12.5 10H14M12.5 13H14',
  more: 'M5 9.25a.75.75 0 1 1 0 1.5a.75.75 0 0 1 0-1.5zM10 9.25a.75.75 0 1 1 0 1.5a.75.75 0 0 1 0-1.5zM15 9.25a.75.75 0 1 1 0 1.5a.75.75 0 0 1 0-1.5z',
  orders: 'M7 4H4.5v13h11V4H13M7 2.75h6v2.75H7zM7.5 9.25h5M7.5 12.75h5',
  people:
    'M7.5 4a2.75 2.75 0 1 1 0 5.5a2.75 2.75 0 0 1 0-5.5zM2 16.5a5.5 4.5 0 0 1 11 0M13 4.25a2.75 2.75 0 0 1 0 5M14.75 12.25a5.5 4.5 0 0 1 3.25 4.25',
  person: 'M10 3.5a3.25 3.25 0 1 1 0 6.5a3.25 3.25 0 0 1 0-6.5zM3.5 17a6.5 4.75 0 0 1 13 0',
  plus: 'M10 4v12M4 10h12',
  prices: 'M10.5 3H17v6.5L9.75 16.75 3.25 10.25zM13.75 6.25v.01',
  print: 'M6 7V3h8v4M6 14H3.5V7h13v7H14M6 11.5h8V17H6z',
  repeat:
    'M4 9.25V8a2.5 2.5 0 0 1 2.5-2.5H16M13.25 2.5l3 3-3 3M16 10.75V12a2.5 2.5 0 0 1-2.5 2.5H4M6.75 17.5l-3-3 3-3',
  return: 'M7.5 4L4 7.5 7.5 11M4 7.5h8.25a3.75 3.75 0 0 1 0 7.5H7',
  search: 'M9 3.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 0 1 0-11zM13 13l4 4',
  settings: 'M3 6h8M15 6h2M13 4v4M3 14h2M9 14h8M7 12v4',
  shield: 'M10 2.75l6 2v5c0 3.75-2.5 6.25-6 7.5-3.5-1.25-6-3.75-6-7.5v-5zM7.25 10l2 2 3.5-4',
  'sign-out': 'M11 4H4v12h7M8.5 10H17M13.75 6.5L17.25 10l-3.5 3.5',
  source:
    'M10 3c3.6 0 6.5 1.1 6.5 2.5S13.6 8 10 8 3.5 6.9 3.5 5.5 6.4 3 10 3zM3.5 5.5v9c0 1.4 2.9 2.5 6.5 2.5s6.5-1.1 6.5-2.5v-9M3.5 10c0 1.4 2.9 2.5 6.5 2.5s6.5-1.1 6.5-2.5',
  truck:
    'M4 14.25H2V5h9.5v9.25h-4M11.5 8H15l3 3v3.25h-2M11.5 14.25h1M5.75 12.5a1.75 1.75 0 1 1 0 3.5a1.75 1.75 0 0 1 0-3.5zM14.25 12.5a1.75 1.75 0 1 1 0 3.5a1.75 1.75 0 0 1 0-3.5z',
  upload: 'M10 12.75V3.25M6 7l4-4 4 4M3.5 16.5h13',
} as const;

export type IconName = keyof typeof PATHS;

/** Always beside a word: the icon itself says nothing to a screen reader. */
export function Icon({
  name,
  isSmall = false,
  className,
}: {
  name: IconName;
  isSmall?: boolean;
  className?: string;
}) {
  return (
    <svg
      className={classNames('icon', isSmall && 'icon-small', className)}
      viewBox="0 0 20 20"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
