import { CommerceMlFault } from './commerceml-fault.ts';
import type { TextPosition } from './commerceml-fault.ts';
import { decodeText } from './decode-text.ts';
import { ROOT, SECTIONS } from './paths.ts';
import type { ReadingLimits } from './reading-limits.ts';
import type { XmlElement } from './xml-element.ts';
import { readXmlEvents } from './xml-events.ts';
import type { XmlEvent } from './xml-events.ts';

/** A part of the file: a section's beginning (its attributes, no children) or a whole record inside a section. */
export type CommerceMlPart = { path: string; isSection: boolean; element: XmlElement };

/** XML itself turns line ends into `\n`; what is left was written as a character reference. */
const CARRIAGE_RETURN = /\r\n?/g;

/**
 * Reads a CommerceML file from any stream of bytes, record by record, holding one record at a time.
 * The element names are local names: the namespace of the format may be absent, foreign ones stay visible.
 * @throws CommerceMlFault of the bytes and the XML, `not_commerceml`, `record_too_large`
 */
export async function* readRecords(
  bytes: AsyncIterable<Uint8Array>,
  limits: ReadingLimits,
): AsyncGenerator<CommerceMlPart> {
  const builder = new RecordBuilder(limits);
  const text = decodeText(bytes, { maxBytes: limits.fileBytes });
  for await (const events of readXmlEvents(text, limits)) {
    for (const event of events) {
      const part = builder.take(event);
      if (part) yield part;
    }
  }
}

class RecordBuilder {
  readonly #limits: ReadingLimits;
  readonly #sections: { path: string; position: TextPosition }[] = [];
  /** The record under construction, outermost element first. */
  #open: XmlElement[] = [];
  #elementCount = 0;

  constructor(limits: ReadingLimits) {
    this.#limits = limits;
  }

  take(event: XmlEvent): CommerceMlPart | null {
    switch (event.type) {
      case 'open':
        return this.#begin(event);
      case 'text':
        this.#addText(event.text);
        return null;
      case 'close':
        return this.#end();
    }
  }

  #begin(event: Extract<XmlEvent, { type: 'open' }>): CommerceMlPart | null {
    const element = elementOf(event);
    const parent = this.#open.at(-1);
    if (parent) {
      parent.children.push(element);
      this.#push(element);
      return null;
    }
    const path = this.#pathOf(element.name);
    if (this.#sections.length === 0 && path !== ROOT) {
      const detail = `the first element is <${element.name}>, not <${ROOT}>: this is no CommerceML 2 file`;
      throw new CommerceMlFault('not_commerceml', detail, element.position);
    }
    if (!SECTIONS.has(path)) {
      this.#push(element);
      return null;
    }
    this.#sections.push({ path, position: element.position });
    return { path, isSection: true, element };
  }

  #push(element: XmlElement): void {
    this.#open.push(element);
    this.#elementCount += 1;
    const most = this.#limits.elementsPerRecord;
    if (this.#elementCount <= most) return;
    const first = this.#open[0] ?? element;
    const detail = `<${first.name}> holds more than ${most} elements`;
    throw new CommerceMlFault('record_too_large', detail, first.position);
  }

  #addText(text: string): void {
    const element = this.#open.at(-1);
    if (!element) return this.#refuseSectionText(text);
    element.text += text;
    if (element.text.length <= this.#limits.textChars) return;
    const detail = `the text of <${element.name}> is longer than ${this.#limits.textChars} characters`;
    throw new CommerceMlFault('text_too_long', detail, element.position);
  }

  /** Text between the records of a list is no CommerceML, and nowhere to be kept. */
  #refuseSectionText(text: string): void {
    if (text.trim() === '') return;
    const section = this.#sections.at(-1);
    const detail = `stray text "${text.trim().slice(0, 40)}" between the elements of ${section?.path ?? ROOT}`;
    throw new CommerceMlFault('not_commerceml', detail, section?.position);
  }

  #end(): CommerceMlPart | null {
    const element = this.#open.pop();
    if (!element) {
      this.#sections.pop();
      return null;
    }
    element.text = element.text.replace(CARRIAGE_RETURN, '\n').trim();
    if (this.#open.length > 0) return null;
    this.#elementCount = 0;
    return { path: this.#pathOf(element.name), isSection: false, element };
  }

  #pathOf(name: string): string {
    const section = this.#sections.at(-1);
    return section ? `${section.path}/${name}` : name;
  }
}

function elementOf({ name, attributes, position }: Extract<XmlEvent, { type: 'open' }>): XmlElement {
  return {
    name,
    position,
    attributes: attributes.map((attribute) => ({ ...attribute, isUsed: false })),
    children: [],
    text: '',
    isUsed: false,
  };
}
