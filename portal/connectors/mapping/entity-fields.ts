/** What the fields of our kinds are made of, read off the port's own schemas, so that a mapping need not say it. */
import { z } from 'zod';
import { amountMinor, currency, day, decimal, instant, percent, reference } from '../entities/fields.ts';
import { ENTITY_SCHEMAS } from '../port.ts';
import type { EntityKind } from '../port.ts';

export type FieldType =
  | 'text'
  | 'reference'
  | 'day'
  | 'instant'
  | 'decimal'
  | 'percent'
  | 'amount'
  | 'currency'
  | 'whole'
  | 'switch'
  | 'choice';

export type EntityField = {
  type: FieldType;
  isRequired: boolean;
  /** An empty text says something: that there is none. */
  mayBeEmpty: boolean;
  /** Of a choice: what it may be. */
  options: readonly string[];
};

/** Made by the connector itself or by another part of the mapping; what a file is, its bytes say. */
const NOT_MAPPED = new Set([
  'externalId',
  'saidAt',
  'isDeleted',
  'details',
  'mediaType',
  'sha256',
  'fileName',
]);

const TYPE_OF_SCHEMA: ReadonlyMap<unknown, FieldType> = new Map<unknown, FieldType>([
  [reference, 'reference'],
  [day, 'day'],
  [instant, 'instant'],
  [decimal, 'decimal'],
  [percent, 'percent'],
  [amountMinor, 'amount'],
  [currency, 'currency'],
]);

/** The fields of a kind that a mapping may fill, by name. */
export function fieldsOf(kind: EntityKind): ReadonlyMap<string, EntityField> {
  const fields = Object.entries(ENTITY_SCHEMAS[kind].shape).filter(([name]) => !NOT_MAPPED.has(name));
  return new Map(fields.map(([name, schema]) => [name, toField(schema)]));
}

function toField(schema: z.core.$ZodType): EntityField {
  const inner = unwrap(schema);
  return {
    type: typeOf(inner),
    isRequired: !z.safeParse(schema, undefined).success,
    mayBeEmpty: z.safeParse(schema, '').success,
    options: inner instanceof z.ZodEnum ? inner.options.map(String) : [],
  };
}

function typeOf(schema: z.core.$ZodType): FieldType {
  const known = TYPE_OF_SCHEMA.get(schema);
  if (known !== undefined) return known;
  if (schema instanceof z.ZodEnum) return 'choice';
  if (schema instanceof z.ZodNumber) return 'whole';
  if (schema instanceof z.ZodBoolean) return 'switch';
  return 'text';
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodNullable) return unwrap(schema.def.innerType);
  return schema;
}
