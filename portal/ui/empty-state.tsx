import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';

/** Says what will appear here and how. */
export function EmptyState({
  icon,
  title,
  children,
  action,
}: {
  icon: IconName;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="empty">
      <Icon name={icon} />
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {action && <div className="form-actions">{action}</div>}
    </div>
  );
}
