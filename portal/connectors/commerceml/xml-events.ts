import { SaxesParser } from 'saxes';
import type { SaxesTagNS } from 'saxes';
import { CommerceMlFault } from './commerceml-fault.ts';
import type { TextPosition } from './commerceml-fault.ts';
import type { ReadingLimits } from './reading-limits.ts';

/** One attribute or element name: the local name, or `{namespace}local` if it belongs to somebody else. */
export type XmlEvent =
  | { type: 'open'; name: string; attributes: XmlAttributeValue[]; position: TextPosition }
  | { type: 'text'; text: string }
  | { type: 'close' };

export type XmlAttributeValue = { name: string; value: string };

/** urn:1C.ru:commerceml_2, _205, _210, _3: the digits change with the version, the words do not. */
const OUR_NAMESPACE = /^urn:1C\.ru:commerceml_\d+$/i;
const DECLARATIONS = 'http://www.w3.org/2000/xmlns/';
const START: TextPosition = { line: 1, column: 1 };

/**
 * Reads XML text as a stream of events, a batch for each piece of text. The events and the fault behind them do not
 * depend on how the text was cut into pieces. A document type declaration ends the reading, so no entity but the five
 * of XML itself can occur.
 * @throws CommerceMlFault `dtd_refused`, `xml_malformed`, `too_deep`, `too_many_attributes`, `text_too_long`, and
 * what `text` throws, placed where the reading stood
 */
export async function* readXmlEvents(
  text: AsyncIterable<string>,
  limits: ReadingLimits,
): AsyncGenerator<XmlEvent[]> {
  const reader = new EventReader(limits);
  try {
    for await (const piece of text) {
      reader.read(piece);
      yield reader.take();
    }
    reader.end();
    yield reader.take();
  } catch (error) {
    yield reader.take();
    throw placed(error, reader.position());
  }
}

/** A fault of the bytes knows no line; the reader stands at the last good character. */
function placed(error: unknown, position: TextPosition): unknown {
  if (!(error instanceof CommerceMlFault) || error.position !== null) return error;
  if (error.code !== 'bytes_not_in_encoding') return error;
  return new CommerceMlFault(error.code, error.detail, position);
}

class EventReader {
  readonly #limits: ReadingLimits;
  readonly #parser = new SaxesParser({ xmlns: true });
  #events: XmlEvent[] = [];
  #depth = 0;
  #attributeCount = 0;
  /** Where the last event ended: what lies behind it is one unfinished token. */
  #tokenStart = 0;
  /** The parser's own `position` is right inside its handlers only. */
  #charsWritten = 0;
  #tokenPosition: TextPosition = START;

  constructor(limits: ReadingLimits) {
    this.#limits = limits;
    this.#parser.on('error', (error) => this.#refuse('xml_malformed', withoutPosition(error.message)));
    this.#parser.on('doctype', () =>
      this.#refuse('dtd_refused', 'the file has a DOCTYPE; CommerceML needs none'),
    );
    this.#parser.on('opentagstart', () => this.#open());
    this.#parser.on('attribute', () => this.#attribute());
    this.#parser.on('opentag', (tag) => this.#opened(tag));
    this.#parser.on('text', (text) => this.#text(text));
    this.#parser.on('cdata', (text) => this.#cdata(text));
    this.#parser.on('comment', () => this.#endToken());
    this.#parser.on('processinginstruction', () => this.#endToken());
    this.#parser.on('closetag', () => this.#close());
  }

  position(): TextPosition {
    return { line: this.#parser.line, column: this.#parser.column + 1 };
  }

  read(piece: string): void {
    this.#parser.write(piece);
    this.#charsWritten += piece.length;
    this.#checkToken(this.#charsWritten);
  }

  end(): void {
    this.#parser.close();
  }

  /** What was read since the last call. */
  take(): XmlEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  #open(): void {
    this.#depth += 1;
    this.#attributeCount = 0;
    if (this.#depth > this.#limits.depth) {
      this.#refuse('too_deep', `elements are nested deeper than ${this.#limits.depth}`);
    }
  }

  #attribute(): void {
    this.#attributeCount += 1;
    const most = this.#limits.attributesPerElement;
    if (this.#attributeCount > most) {
      this.#refuse('too_many_attributes', `an element has more than ${most} attributes`);
    }
  }

  #opened(tag: SaxesTagNS): void {
    const attributes: XmlAttributeValue[] = [];
    for (const { uri, local, value } of Object.values(tag.attributes)) {
      if (uri !== DECLARATIONS) attributes.push({ name: nameOf(uri, local), value });
    }
    const position = this.#tokenPosition;
    this.#endToken();
    this.#events.push({ type: 'open', name: nameOf(tag.uri, tag.local), attributes, position });
  }

  #cdata(text: string): void {
    this.#endToken();
    this.#events.push({ type: 'text', text });
  }

  /** Comes when the next tag's `<` has been read, so the next token begins one character back. */
  #text(text: string): void {
    this.#endToken();
    this.#tokenPosition = { line: this.#parser.line, column: this.#parser.column };
    if (this.#depth > 0) this.#events.push({ type: 'text', text });
  }

  #close(): void {
    this.#depth -= 1;
    this.#endToken();
    this.#events.push({ type: 'close' });
  }

  #endToken(): void {
    this.#checkToken(this.#parser.position);
    this.#tokenStart = this.#parser.position;
    this.#tokenPosition = this.position();
  }

  #checkToken(charsRead: number): void {
    if (charsRead - this.#tokenStart <= this.#limits.textChars) return;
    const detail = `a text, attribute or comment is longer than ${this.#limits.textChars} characters`;
    throw new CommerceMlFault('text_too_long', detail, this.#tokenPosition);
  }

  #refuse(code: CommerceMlFault['code'], detail: string): never {
    throw new CommerceMlFault(code, detail, {
      line: this.#parser.line,
      column: Math.max(1, this.#parser.column),
    });
  }
}

function nameOf(uri: string, local: string): string {
  return uri === '' || OUR_NAMESPACE.test(uri) ? local : `{${uri}}${local}`;
}

/** saxes begins its messages with line:column; the fault carries them apart. */
function withoutPosition(message: string): string {
  return message.replace(/^\d+:\d+: /, '');
}
