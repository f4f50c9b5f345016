/** What the cases tell the process that has the fobs. */
export type FobKind = 'yubikey' | 'reference' | 'typing_reference' | 'keyboard' | 'mouse' | 'fido';

export type FobCommand =
  | { do: 'plug'; kind: FobKind; options: Record<string, unknown> }
  | { do: 'unplug'; fob: number }
  | { do: 'unplug_at_report'; fob: number; report: number }
  | { do: 'touch'; fob: number }
  | { do: 'count_opens'; fob: number };
