import { useId, type ComponentProps, type ReactNode } from 'react';
import { Button, LinkButton } from './button.tsx';
import { KeyForm } from './key-form.tsx';
import { useWords } from './page-context.tsx';
import { uiWords } from './words.ts';

type ConfirmPanelProps = {
  /** Names the thing: "Revoke the key “Warehouse 2”". */
  title: string;
  /** What will be different afterwards, and for whom. */
  consequence: ReactNode;
  /** The verb of the title, never "OK" or "yes". */
  verb: string;
  action: string;
  isDangerous?: boolean;
  /** The key of the session is asked to confirm it. */
  isConfirmedByKey?: boolean;
  cancelHref: string;
  /** Fields that the action needs, e.g. the reason. */
  children?: ReactNode;
  /** With an id it is a dialog that `<Button popoverTarget={id}>` opens without scripts. */
  dialogId?: string | undefined;
};

/** A step that can't be taken back: the thing, the consequence, the verb. A page of its own, or a dialog. */
export function ConfirmPanel({ title, dialogId, ...rest }: ConfirmPanelProps) {
  const headingId = useId();
  const content = <ConfirmForm {...rest} heading={<h2 id={headingId}>{title}</h2>} dialogId={dialogId} />;
  if (!dialogId) {
    return (
      <section className="confirm" aria-labelledby={headingId}>
        {content}
      </section>
    );
  }
  return (
    <dialog className="confirm" id={dialogId} popover="auto" aria-labelledby={headingId}>
      {content}
    </dialog>
  );
}

type ConfirmFormProps = Omit<ConfirmPanelProps, 'title'> & { heading: ReactNode };

function ConfirmForm(props: ConfirmFormProps) {
  const { heading, consequence, verb, action, isDangerous = false, cancelHref, children, dialogId } = props;
  const Form = props.isConfirmedByKey === true ? KeyForm : PlainForm;
  const words = useWords(uiWords).form;
  return (
    <Form className="form" action={action}>
      {heading}
      <div>{consequence}</div>
      {children}
      <div className="form-actions">
        <Button kind={isDangerous ? 'danger' : 'primary'}>{verb}</Button>
        {dialogId ? (
          <Button type="button" popoverTarget={dialogId} popoverTargetAction="hide">
            {words.cancel}
          </Button>
        ) : (
          <LinkButton href={cancelHref}>{words.cancel}</LinkButton>
        )}
      </div>
    </Form>
  );
}

function PlainForm(props: ComponentProps<'form'>) {
  return <form {...props} method="post" />;
}
