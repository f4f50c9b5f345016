import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Icon } from './icon.tsx';
import { useWords } from './page-context.tsx';
import { uiWords } from './words.ts';

type FieldBasics = {
  name: string;
  label: string;
  hint?: ReactNode;
  /** What is wrong and how to mend it, one sentence. */
  error?: string | undefined;
  /** The id of the control; the error summary links to it. Default: the name. */
  id?: string | undefined;
  /** In filters every field is optional, and saying so only makes noise. */
  isOptionalUnsaid?: boolean;
};

type Own<Tag extends 'input' | 'select' | 'textarea'> = FieldBasics &
  Omit<ComponentProps<Tag>, keyof FieldBasics>;

/** A one-line input with its label, hint and error. */
export function Field({ isCode = false, ...props }: Own<'input'> & { isCode?: boolean }) {
  const { basics, rest, control } = splitProps(props);
  return (
    <FieldFrame {...basics} isRequired={rest.required}>
      <input {...rest} {...control} className={classNames('input', isCode && 'input-code', rest.className)} />
    </FieldFrame>
  );
}

/** A calendar day; the browser brings its own calendar. */
export function DateField(props: Own<'input'>) {
  return <Field {...props} type="date" />;
}

export function Textarea(props: Own<'textarea'>) {
  const { basics, rest, control } = splitProps(props);
  return (
    <FieldFrame {...basics} isRequired={rest.required}>
      <textarea {...rest} {...control} className={classNames('input', rest.className)} />
    </FieldFrame>
  );
}

export type Option = { value: string; word: string };

export function Select({ options, ...props }: Own<'select'> & { options: readonly Option[] }) {
  const { basics, rest, control } = splitProps(props);
  return (
    <FieldFrame {...basics} isRequired={rest.required}>
      <select {...rest} {...control} className={classNames('input', rest.className)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.word}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}

export function Checkbox(props: Own<'input'>) {
  const { basics, rest, control } = splitProps(props);
  const { id, hint, error, label } = basics;
  return (
    <div className="check">
      <input {...rest} {...control} type="checkbox" />
      <label htmlFor={id}>{label}</label>
      <FieldNotes id={id} hint={hint} error={error} />
    </div>
  );
}

type FrameProps = Omit<FieldBasics, 'name' | 'id'> & {
  id: string;
  isRequired?: boolean | undefined;
  children: ReactNode;
};

function FieldFrame({ id, label, hint, error, isOptionalUnsaid, isRequired, children }: FrameProps) {
  const words = useWords(uiWords).form;
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
        {!isRequired && !isOptionalUnsaid && <span className="field-optional"> ({words.optional})</span>}
      </label>
      {children}
      <FieldNotes id={id} hint={hint} error={error} />
    </div>
  );
}

function FieldNotes({ id, hint, error }: { id: string; hint: ReactNode; error: string | undefined }) {
  return (
    <>
      {hint && (
        <p className="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p className="field-error" id={`${id}-error`}>
          <Icon name="alert" isSmall />
          {error}
        </p>
      )}
    </>
  );
}

/** Parts the field's own properties from those of the control, and ties the control to its notes. */
function splitProps<Props extends FieldBasics>(props: Props) {
  const { name, label, hint, error, id = name, isOptionalUnsaid, ...rest } = props;
  const notes = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  const control = {
    id,
    name,
    'aria-describedby': notes || undefined,
    'aria-invalid': error ? (true as const) : undefined,
  };
  return { basics: { id, label, hint, error, ...(isOptionalUnsaid && { isOptionalUnsaid }) }, rest, control };
}
