/** Which fields of a page are kept while its session is locked, read and filled in. Runs in the browser. */
import type { FormDraft } from './draft-cipher.ts';

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** What was chosen or typed by hand and can be seen. Never a PIN, a file, or a field that the page itself filled in. */
const KEPT_TYPES = new Set([
  'text',
  'search',
  'email',
  'tel',
  'url',
  'number',
  'date',
  'time',
  'datetime-local',
  'month',
  'week',
  'range',
  'checkbox',
  'radio',
]);
const SECRETS = /password|one-time-code/;

/** The form of a field that is worth keeping; null for all others. */
export function keptFormOf(target: EventTarget | null): HTMLFormElement | null {
  if (!isControl(target) || !isKept(target)) return null;
  const { form } = target;
  return form !== null && isKeptForm(form) ? form : null;
}

export function readForm(form: HTMLFormElement): FormDraft {
  const fields = controlsOf(form).flatMap((control) =>
    valuesOf(control).map((value) => [control.name, value] as const),
  );
  return { action: pathOf(form), fields: fields.map(([name, value]) => [name, value]) };
}

/** The form of this page that a draft was typed into; null where there is none any more. */
export function findForm(draft: FormDraft): HTMLFormElement | null {
  const names = new Set(draft.fields.map(([name]) => name));
  const score = (form: HTMLFormElement) => controlsOf(form).filter(({ name }) => names.has(name)).length;
  const candidates = [...document.forms]
    .filter((form) => isKeptForm(form) && pathOf(form) === draft.action && isOfSameIntent(form, draft))
    .sort((left, right) => score(right) - score(left));
  const [best] = candidates;
  return best !== undefined && score(best) > 0 ? best : null;
}

/** Puts a draft into its form, as if it were typed. */
export function fillForm(form: HTMLFormElement, { fields }: FormDraft): void {
  const left = [...fields];
  const take = (name: string): string | null => {
    const index = left.findIndex(([known]) => known === name);
    return index < 0 ? null : (left.splice(index, 1)[0]?.[1] ?? null);
  };
  for (const control of controlsOf(form)) {
    if (isChoice(control))
      control.checked = fields.some(([name, value]) => name === control.name && value === control.value);
    else control.value = take(control.name) ?? control.value;
    control.dispatchEvent(new Event('input', { bubbles: true }));
    control.dispatchEvent(new Event('change', { bubbles: true }));
  }
  form.closest<HTMLElement>('[popover]')?.showPopover();
}

/** Whether a form holds what a draft does: the portal has given it back with a correction to make. */
export function isShownIn(form: HTMLFormElement, draft: FormDraft): boolean {
  const shown = readForm(form).fields.map(toText).sort();
  return draft.fields
    .map(toText)
    .sort()
    .every((field, index) => field === shown[index]);
}

function toText([name, value]: [string, string]): string {
  return `${name}=${value.replaceAll('\r\n', '\n').trim()}`;
}

/** Several forms may be sent to one address; what tells them apart is written into them. */
function isOfSameIntent(form: HTMLFormElement, { fields }: FormDraft): boolean {
  const intent = form.querySelector('input[type=hidden][name=intent]');
  const sent = fields.find(([name]) => name === 'intent')?.[1];
  return !(intent instanceof HTMLInputElement) || sent === undefined || sent === intent.value;
}

function controlsOf(form: HTMLFormElement): Control[] {
  return [...form.elements].filter(isControl).filter(isKept);
}

function valuesOf(control: Control): string[] {
  return isChoice(control) && !control.checked ? [] : [control.value];
}

function isControl(target: unknown): target is Control {
  return (
    target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  );
}

function isChoice(control: Control): control is HTMLInputElement {
  return control instanceof HTMLInputElement && (control.type === 'checkbox' || control.type === 'radio');
}

function isKept(control: Control): boolean {
  if (control.name === '' || control.disabled || SECRETS.test(control.autocomplete)) return false;
  if (control instanceof HTMLInputElement && !KEPT_TYPES.has(control.type)) return false;
  return control instanceof HTMLSelectElement || !control.readOnly;
}

/** A form of the page's content that changes something: no search, no filter, none of the frame's. */
function isKeptForm(form: HTMLFormElement): boolean {
  return form.getAttribute('method')?.toLowerCase() === 'post' && form.closest('main') !== null;
}

/** By the attribute: a field named `action` would hide the property. */
function pathOf(form: HTMLFormElement): string {
  return new URL(form.getAttribute('action') ?? '', window.location.href).pathname;
}
