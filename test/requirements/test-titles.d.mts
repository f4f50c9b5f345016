export type FoundTest = {
  path: string;
  line: number;
  name: string;
  /** Texts of the table that fills the name. */
  filledIn: readonly string[];
};
export function testsIn(path: string, text: string): FoundTest[];
