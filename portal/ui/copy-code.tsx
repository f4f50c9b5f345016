import { classNames } from './class-names.ts';

/** A code to be read aloud or copied: one click selects all of it. */
export function CopyCode({ code, isLarge = false }: { code: string; isLarge?: boolean }) {
  return <code className={classNames('claim', isLarge && 'claim-large')}>{code}</code>;
}
