import { CommerceMlFault } from './commerceml-fault.ts';
import type { TextPosition } from './commerceml-fault.ts';

export type XmlAttribute = { readonly name: string; readonly value: string; isUsed: boolean };

/**
 * One element with all below it. Whoever takes a text or an attribute out of it through the functions of this file
 * marks it as used; what nobody took can be listed at the end (`unusedOf`), so nothing is dropped unseen.
 */
export type XmlElement = {
  readonly name: string;
  readonly position: TextPosition;
  readonly attributes: readonly XmlAttribute[];
  readonly children: XmlElement[];
  /** Its own characters, without those of its children and without white space at the ends. */
  text: string;
  isUsed: boolean;
};

/** The text of the first child of that name; null if there is none or it is empty. */
export function textOf(element: XmlElement, name: string): string | null {
  const child = childOf(element, name);
  return child ? ownText(child) : null;
}

/** The element's own text; null if it is empty. */
export function ownText(element: XmlElement): string | null {
  element.isUsed = true;
  return element.text === '' ? null : element.text;
}

/**
 * As `textOf`, for what the format demands.
 * @throws CommerceMlFault `value_missing`
 */
export function requiredText(element: XmlElement, name: string): string {
  const text = textOf(element, name);
  if (text !== null) return text;
  throw new CommerceMlFault('value_missing', `<${element.name}> has no <${name}>`, element.position);
}

/** The attribute's value; null if it is absent or empty. */
export function attributeOf(element: XmlElement, name: string): string | null {
  const attribute = element.attributes.find((candidate) => candidate.name === name);
  if (!attribute) return null;
  attribute.isUsed = true;
  const value = attribute.value.trim();
  return value === '' ? null : value;
}

export function childOf(element: XmlElement, name: string): XmlElement | null {
  return element.children.find((child) => child.name === name) ?? null;
}

export function childrenOf(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((child) => child.name === name);
}

/** The members of a list such as `Товары/Товар`; none if there is no list. Repeated lists are read as one. */
export function membersOf(element: XmlElement, list: string, member: string): XmlElement[] {
  return childrenOf(element, list).flatMap((child) => childrenOf(child, member));
}

/** Says that everything below is known and on purpose not taken over. */
export function markUsed(element: XmlElement): void {
  element.isUsed = true;
  for (const attribute of element.attributes) attribute.isUsed = true;
  for (const child of element.children) markUsed(child);
}

/** The paths, below and with this element, of texts and attributes that hold something and that nobody took. */
export function unusedOf(element: XmlElement, path: string): string[] {
  const own = element.text !== '' && !element.isUsed ? [path] : [];
  const attributes = element.attributes
    .filter((attribute) => attribute.value.trim() !== '' && !attribute.isUsed)
    .map((attribute) => `${path}@${attribute.name}`);
  return [
    ...own,
    ...attributes,
    ...element.children.flatMap((child) => unusedOf(child, `${path}/${child.name}`)),
  ];
}
