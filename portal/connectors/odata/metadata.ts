/**
 * Reads a service's own description (`$metadata`, EDMX of any version): which sets there are and what their fields are.
 * By local names, since the namespaces differ with the version. No document type is accepted, so nothing can be
 * expanded, and nothing outside the text is ever read.
 */
import { SaxesParser } from 'saxes';
import type { SaxesTagNS } from 'saxes';
import { SourceFault } from '../http/source-fault.ts';

export type FieldModel = {
  /** `Edm.String`, or the name of a type of the service. */
  type: string;
  isCollection: boolean;
};

export type ServiceModel = {
  /** By set: the name of its type. */
  sets: ReadonlyMap<string, string>;
  /** By type: its fields, those of the types that it extends included, and what it leads to. */
  types: ReadonlyMap<string, ReadonlyMap<string, FieldModel>>;
};

type OpenType = { name: string; base: string | null; fields: Map<string, FieldModel> };

const PIECE_CHARS = 65_536;
const TYPE_ELEMENTS = new Set(['EntityType', 'ComplexType']);
const COLLECTION = /^Collection\((.+)\)$/;

/** @throws SourceFault `not_understood` */
export function readMetadata(text: string): ServiceModel {
  const reader = new MetadataReader();
  for (let at = 0; at < text.length; at += PIECE_CHARS) reader.read(text.slice(at, at + PIECE_CHARS));
  return reader.end();
}

class MetadataReader {
  readonly #parser = new SaxesParser({ xmlns: true });
  readonly #sets = new Map<string, string>();
  readonly #types = new Map<string, OpenType>();
  /** Version 2 and 3 name what a navigation leads to in an association. */
  readonly #ends = new Map<string, FieldModel>();
  #namespace = '';
  #type: OpenType | null = null;
  #association: string | null = null;

  constructor() {
    this.#parser.on('error', () => refuse('the description of the service is no XML'));
    this.#parser.on('doctype', () => refuse('the description of the service has a DOCTYPE'));
    this.#parser.on('opentag', (tag) => this.#opened(tag));
    this.#parser.on('closetag', (tag) => this.#closed(tag));
  }

  read(piece: string): void {
    this.#parser.write(piece);
  }

  end(): ServiceModel {
    this.#parser.close();
    if (this.#sets.size === 0) refuse('the description of the service names no sets');
    const types = [...this.#types.values()].map(
      ({ name }) => [name, this.#fieldsOf(name, new Set())] as const,
    );
    return { sets: this.#sets, types: new Map(types) };
  }

  #opened(tag: SaxesTagNS): void {
    const of = (name: string): string => tag.attributes[name]?.value ?? '';
    if (tag.local === 'Schema') this.#namespace = of('Namespace');
    else if (tag.local === 'EntitySet') this.#sets.set(of('Name'), of('EntityType'));
    else if (TYPE_ELEMENTS.has(tag.local)) this.#openType(of('Name'), of('BaseType') || null);
    else if (tag.local === 'Property') this.#type?.fields.set(of('Name'), fieldModel(of('Type')));
    else if (tag.local === 'Association') this.#association = `${this.#namespace}.${of('Name')}`;
    else if (tag.local === 'End' && this.#association !== null)
      this.#addEnd(of('Role'), of('Type'), of('Multiplicity'));
    else if (tag.local === 'NavigationProperty') this.#addNavigation(of);
  }

  #closed({ local }: SaxesTagNS): void {
    if (TYPE_ELEMENTS.has(local)) this.#type = null;
    if (local === 'Association') this.#association = null;
  }

  #openType(name: string, base: string | null): void {
    this.#type = { name: `${this.#namespace}.${name}`, base, fields: new Map() };
    this.#types.set(this.#type.name, this.#type);
  }

  #addEnd(role: string, type: string, multiplicity: string): void {
    this.#ends.set(`${this.#association} ${role}`, { type, isCollection: multiplicity === '*' });
  }

  #addNavigation(of: (name: string) => string): void {
    const model =
      of('Type') === ''
        ? { type: `${of('Relationship')} ${of('ToRole')}`, isCollection: false }
        : fieldModel(of('Type'));
    this.#type?.fields.set(of('Name'), model);
  }

  #fieldsOf(name: string, seen: Set<string>): Map<string, FieldModel> {
    const type = this.#types.get(name);
    if (type === undefined || seen.has(name)) return new Map();
    seen.add(name);
    const inherited = type.base === null ? [] : this.#fieldsOf(type.base, seen);
    const own = [...type.fields].map(
      ([field, model]) => [field, this.#ends.get(model.type) ?? model] as const,
    );
    return new Map([...inherited, ...own]);
  }
}

function fieldModel(type: string): FieldModel {
  const collection = COLLECTION.exec(type)?.[1];
  return { type: collection ?? type, isCollection: collection !== undefined };
}

function refuse(detail: string): never {
  throw new SourceFault('not_understood', detail);
}
