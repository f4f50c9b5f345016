import type { ComponentProps } from 'react';
import { Icon } from './icon.tsx';
import { useWords } from './page-context.tsx';
import { uiWords } from './words.ts';

/**
 * A form that the key of the session confirms: sending it asks for a touch (portal/step-up). Until the key has
 * answered nothing leaves the page, and nothing that was typed is lost.
 */
export function KeyForm({ children, ...rest }: Omit<ComponentProps<'form'>, 'method'>) {
  const words = useWords(uiWords).stepUp;
  return (
    <form {...rest} method="post" data-step-up="">
      {children}
      <div className="key-note">
        <Icon name="key" isSmall />
        <div>
          <p className="soft">{words.note}</p>
          <p role="status" data-step-up-says="waiting" hidden>
            {words.waiting}
          </p>
          <p role="alert" data-step-up-says="no_answer" hidden>
            {words.noAnswer}
          </p>
          <p role="alert" data-step-up-says="signs_later" hidden>
            {words.signsLater}
          </p>
          <p role="alert" data-step-up-says="failed" hidden>
            {words.failed}
          </p>
          <p role="alert" data-step-up-says="unsupported" hidden>
            {words.unsupported}
          </p>
          <noscript>
            <p>{words.noScript}</p>
          </noscript>
        </div>
      </div>
    </form>
  );
}
