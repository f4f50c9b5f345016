/** How one set of a service is asked. */
import type { Mapping } from '../mapping/mapping.ts';
import type { Rest, RestFeed } from '../mapping/rest.ts';
import type { AskedParameter } from './rest-question.ts';

export type RestSetPlan = {
  set: string;
  key: readonly string[];
  /** What the mapping reads of a record. */
  fields: readonly string[];
  own: RestFeed | undefined;
  paging: Mapping['paging'];
  rest: Rest;
  timeZone: string;
};

export function sized(size: number, { rest }: RestSetPlan): AskedParameter[] {
  return rest.size === undefined ? [] : [{ parameter: rest.size, said: { size: String(size) } }];
}
