import { SourceFault } from '../http/source-fault.ts';
import type { Mapping } from '../mapping/mapping.ts';
import type { FieldModel, ServiceModel } from './metadata.ts';
import type { AskedSet } from './question.ts';
import type { ODataService } from './service.server.ts';

type SetPlace = {
  service?: string | undefined;
  set: string;
  types?: Readonly<Record<string, string>> | undefined;
};

/** A field of which nobody says what it is. */
const UNKNOWN_TYPE = 'Edm.String';

/**
 * A set with the types of those of its fields that questions name. The service is asked to describe itself only when
 * the mapping leaves one of them open: 1C's description of itself has tens of megabytes.
 */
export async function openSet(
  service: ODataService,
  mapping: Pick<Mapping, 'types'>,
  { place, asked }: { place: SetPlace; asked: readonly string[] },
): Promise<AskedSet> {
  const said: Readonly<Record<string, string>> = { ...mapping.types, ...place.types };
  const isOpen = asked.some((field) => !Object.hasOwn(said, field));
  const fields = isOpen ? fieldsIn(await service.model(place.service ?? null), place.set) : null;
  if (isOpen && fields === null)
    throw new SourceFault('not_found', `the source does not publish ${place.set}`);
  return {
    service: place.service ?? null,
    set: place.set,
    typeOf: (field) => said[field] ?? fields?.get(field)?.type ?? UNKNOWN_TYPE,
  };
}

/** The fields of a set, or null where the service has no such set. A function such as `SliceLast()` has its set's. */
export function fieldsIn(model: ServiceModel, set: string): ReadonlyMap<string, FieldModel> | null {
  const [name = ''] = set.split('/');
  const type = model.sets.get(name);
  return type === undefined ? null : (model.types.get(type) ?? new Map());
}
