export type Machine = {
  isUhidWritable: boolean;
  isRoot: boolean;
  platform: string;
  arch: string;
  hasApt: boolean;
  /** Packages that a guest needs and that are not there. */
  missing: readonly string[];
};

export type Way =
  | { way: 'direct' | 'guest' }
  | { way: 'install'; packages: readonly string[] }
  | { way: 'none'; advice: string };

export function chooseWay(machine: Machine): Way;

/** What to install, in one line. */
export function adviseOn(missing: readonly string[]): string;
