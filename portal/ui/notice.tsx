import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';

type Kind = 'info' | 'good' | 'watch' | 'problem';

const ICONS: Readonly<Record<Kind, IconName>> = {
  info: 'info',
  good: 'check',
  watch: 'clock',
  problem: 'alert',
};

/** A message above the content. A problem says what happened, what was kept, and the next step. */
export function Notice({ kind, title, children }: { kind: Kind; title?: string; children?: ReactNode }) {
  return (
    <div className={`notice notice-${kind}`} role={kind === 'problem' ? 'alert' : 'status'}>
      <Icon name={ICONS[kind]} />
      <div>
        {title && <h2>{title}</h2>}
        {children}
      </div>
    </div>
  );
}
