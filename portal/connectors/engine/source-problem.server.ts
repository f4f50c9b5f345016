import type { Db } from '#prisma/client.ts';
import type { KnownSource, SourceName } from './import-runs.server.ts';
import type { Drop, Problem } from '../port.ts';

interface Question {
  source: KnownSource;
  request: { source: SourceName; drop: Drop; acceptsDemoData: boolean };
}

/** @returns why this drop may not come in under this name, or null */
export async function findSourceProblem(db: Db, { source, request }: Question): Promise<Problem | null> {
  const { kind, name, isDemo } = request.source;
  if (isDemo && !request.acceptsDemoData) {
    return problem('wrong_source', 'invented data is not taken by a production installation');
  }
  if (source.kind !== kind) {
    return problem('wrong_source', `${name} is a source of another kind, ${source.kind}`);
  }
  if (source.isDemo !== isDemo) {
    return problem(
      'wrong_source',
      `${name} has been ${source.isDemo ? 'demo' : 'real'} data so far, and stays it`,
    );
  }
  return findOlderProblem(db, source, request.drop);
}

/** What is all there is of a kind would bring back what has gone since. Rows that speak for themselves may be late. */
async function findOlderProblem(db: Db, source: KnownSource, drop: Drop): Promise<Problem | null> {
  const whole = drop.parts.filter(({ covers }) => covers.of === 'kind');
  for (const { kind, asOf = drop.asOf } of whole) {
    const newer = await db.sourceState.findFirst({
      where: { sourceId: source.id, kind, asOf: { gt: asOf } },
      select: { asOf: true },
    });
    if (newer === null) continue;
    const [was, is] = [newer.asOf.toISOString(), asOf.toISOString()];
    return problem('older_than_last', `${kind} is of ${is}, and what we have is of ${was}`);
  }
  return null;
}

function problem(code: Problem['code'], reason: string): Problem {
  return { file: '', line: null, column: null, code, reason };
}
