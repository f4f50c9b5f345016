import { Icon } from './icon.tsx';
import { useWords } from './page-context.tsx';
import { uiWords } from './words.ts';

export type FormError = {
  fieldId: string;
  /** The field's, where the message does not say which field it is about. */
  label?: string;
  message: string;
};

/** What is wrong in a form, said once at its head. It takes the focus; each line leads to its field. */
export function ErrorSummary({ errors }: { errors: readonly FormError[] }) {
  const words = useWords(uiWords).form;
  if (errors.length === 0) return null;
  return (
    <div className="notice notice-problem" role="alert" tabIndex={-1} autoFocus>
      <Icon name="alert" />
      <div>
        <h2>{words.summary(errors.length)}</h2>
        <ul>
          {errors.map(({ fieldId, label, message }) => (
            <li key={fieldId}>
              <a href={`#${fieldId}`}>{label === undefined ? message : `${label}: ${message}`}</a>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
