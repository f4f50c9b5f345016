import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';
import { Icon, type IconName } from './icon.tsx';

type Look = {
  /** One primary action a page; `danger` for what can't be taken back; `plain` inside rows and heads. */
  kind?: 'primary' | 'quiet' | 'plain' | 'danger';
  size?: 'small' | 'usual' | 'large';
  icon?: IconName | undefined;
};

export function Button({
  kind,
  size,
  icon,
  className,
  children,
  type = 'submit',
  ...rest
}: Look & ComponentProps<'button'>) {
  return (
    <button {...rest} type={type} className={classNames(buttonClass({ kind, size }), className)}>
      {icon && <Icon name={icon} isSmall={size === 'small'} />}
      {children}
    </button>
  );
}

/** A link that looks like a button: it leads somewhere and changes nothing. */
export function LinkButton({
  kind,
  size,
  icon,
  className,
  children,
  ...rest
}: Look & ComponentProps<'a'> & { href: string }) {
  return (
    <a {...rest} className={classNames(buttonClass({ kind, size }), className)}>
      {icon && <Icon name={icon} isSmall={size === 'small'} />}
      {children}
    </a>
  );
}

function buttonClass({
  kind = 'quiet',
  size = 'usual',
}: {
  kind?: Look['kind'] | undefined;
  size?: Look['size'] | undefined;
}) {
  return classNames('button', kind !== 'quiet' && `button-${kind}`, size !== 'usual' && `button-${size}`);
}
