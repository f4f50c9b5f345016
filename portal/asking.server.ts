import type { Audit } from '#auth/audit/audit.ts';
import { createEnvelope } from '#auth/tokens/envelope.ts';
import type { Db } from '#prisma/client.ts';
import type { AskingDeps } from './connectors/connection/ask-source.server.ts';
import { createCredentialBox } from './connectors/connection/sealed-credentials.server.ts';
import { createBreaker } from './connectors/http/breaker.ts';
import type { Breaker } from './connectors/http/breaker.ts';
import type { Env } from './env.server.ts';
import type { Secrets } from './secrets.server.ts';

/** What this installation needs in order to ask its sources; made once a program, since breakers remember. */
export function createAsking({
  db,
  audit,
  env,
  secrets,
  now,
}: {
  db: Db;
  audit: Audit;
  env: Pick<Env, 'mode'>;
  secrets: Pick<Secrets, 'envelopeKeys'>;
  now: () => Date;
}): AskingDeps {
  const breakers = new Map<string, Breaker>();
  return {
    db,
    audit,
    now,
    box: createCredentialBox(createEnvelope(secrets.envelopeKeys, 'brelok source credentials')),
    rules: { isDemo: env.mode === 'demo' },
    breakerOf: (sourceId) => {
      const breaker = breakers.get(sourceId) ?? createBreaker(now);
      breakers.set(sourceId, breaker);
      return breaker;
    },
  };
}
