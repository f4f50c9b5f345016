import type { ComponentProps } from 'react';
import { Icon } from './icon.tsx';
import { useWords } from './page-context.tsx';
import { uiWords } from './words.ts';

type KeyFormProps = Omit<ComponentProps<'form'>, 'method'> & {
  /** One of several on a sheet, which says once what the key is for: `KeyNote`. */
  isOneOfMany?: boolean;
};

/**
 * A form that the key of the session confirms: sending it asks for a touch (portal/step-up). Until the key has
 * answered nothing leaves the page, and nothing that was typed is lost.
 */
export function KeyForm({ children, isOneOfMany = false, ...rest }: KeyFormProps) {
  return (
    <form {...rest} method="post" data-step-up="">
      {children}
      {isOneOfMany ? (
        <div>
          <Sayings />
        </div>
      ) : (
        <div className="key-note">
          <Icon name="key" isSmall />
          <div>
            <NoteText />
            <Sayings />
          </div>
        </div>
      )}
    </form>
  );
}

/** What the key is for, once for all forms of a sheet. */
export function KeyNote() {
  return (
    <div className="key-note">
      <Icon name="key" isSmall />
      <div>
        <NoteText />
      </div>
    </div>
  );
}

function NoteText() {
  const words = useWords(uiWords).stepUp;
  return (
    <>
      <p className="soft">{words.note}</p>
      <noscript>
        <p>{words.noScript}</p>
      </noscript>
    </>
  );
}

/** Of these the script shows the one that fits. */
function Sayings() {
  const words = useWords(uiWords).stepUp;
  return (
    <>
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
    </>
  );
}
