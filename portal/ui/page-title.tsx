import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

type PageTitleProps = {
  title: ReactNode;
  /** One quiet line under the title. */
  lead?: ReactNode;
  back?: { href: string; word: string } | undefined;
  /** At most one primary action, and quiet ones before it. */
  actions?: ReactNode;
};

/** The only h1 of a page, with the way back and the page's one primary action. */
export function PageTitle({ title, lead, back, actions }: PageTitleProps) {
  return (
    <div className="page-title">
      <div>
        {back && (
          <a className="page-back" href={back.href}>
            <Icon name="back" isSmall />
            {back.word}
          </a>
        )}
        <h1>{title}</h1>
        {lead && <p className="page-lead">{lead}</p>}
      </div>
      {actions && <div className="page-actions">{actions}</div>}
    </div>
  );
}
