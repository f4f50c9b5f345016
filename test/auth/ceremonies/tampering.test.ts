import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aFob, aStoredCredential, register, signIn } from '#test/support/ceremonies.ts';
import type { AssertionJson, RegistrationJson } from '#test/support/soft-authenticator.ts';

/** Ed25519 as well as ES256: their signatures are encoded differently. */
const ALGORITHMS = [-7, -8];

const damage = fc.oneof(
  fc.record({ kind: fc.constant('flip' as const), at: fc.nat(), bit: fc.nat({ max: 7 }) }),
  fc.record({ kind: fc.constant('cut' as const), at: fc.nat() }),
  fc.record({ kind: fc.constant('insert' as const), at: fc.nat(), byte: fc.nat({ max: 255 }) }),
);
type Damage = typeof damage extends fc.Arbitrary<infer Value> ? Value : never;

/** The same text with its bytes flipped, cut or stretched in one place. */
function damaged(text: string, how: Damage): string {
  const bytes = Buffer.from(text, 'base64url');
  const at = how.at % bytes.byteLength;
  switch (how.kind) {
    case 'flip':
      bytes[at] = (bytes[at] ?? 0) ^ (1 << how.bit);
      return bytes.toString('base64url');
    case 'cut':
      return bytes.subarray(0, at).toString('base64url');
    case 'insert':
      return Buffer.concat([bytes.subarray(0, at), Uint8Array.of(how.byte), bytes.subarray(at)]).toString(
        'base64url',
      );
  }
}

describe('a damaged answer is refused, and never breaks the verification', () => {
  test.each(ALGORITHMS)('sign-in with algorithm %i: no byte of any member may change', async (algorithm) => {
    const fob = aFob();
    const stored = await aStoredCredential(fob, { algorithm });
    const member = fc.constantFrom('clientDataJSON', 'authenticatorData', 'signature', 'userHandle');
    await fc.assert(
      fc.asyncProperty(member, damage, async (name, how) => {
        const edit = (json: AssertionJson) => {
          const member = json.response[name] ?? '';
          return { ...json, response: { ...json.response, [name]: damaged(member, how) } };
        };
        expect((await signIn(fob, stored, { edit })).ok).toBe(false);
      }),
      { numRuns: 400 },
    );
  });

  test.each(['self', 'packed'] as const)(
    'registration with %s attestation: no byte of client data and attestation object may change',
    async (attestation) => {
      const member = fc.constantFrom('clientDataJSON', 'attestationObject');
      await fc.assert(
        fc.asyncProperty(member, damage, async (name, how) => {
          const edit = (json: RegistrationJson) => {
            const member = json.response[name];
            return { ...json, response: { ...json.response, [name]: damaged(member, how) } };
          };
          const policy = { attestation: 'optional', formats: ['packed', 'none'] } as const;
          const outcome = await register(aFob(), { unlike: { attestation }, policy, edit });
          expect(outcome.ok && outcome.registration.attestation.verdict === 'attested').toBe(false);
          if (attestation === 'self') expect(outcome.ok).toBe(false);
        }),
        { numRuns: 400 },
      );
    },
  );

  test('any JSON at all gets an answer', async () => {
    const fob = aFob();
    const stored = await aStoredCredential(fob);
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (body) => {
        expect(await register(fob, { edit: () => body })).toEqual({
          ok: false,
          reason: 'response_malformed',
        });
        expect(await signIn(fob, stored, { edit: () => body })).toEqual({
          ok: false,
          reason: 'response_malformed',
        });
      }),
    );
  });

  test('any attestation object at all gets an answer', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 200 }), async (bytes) => {
        const attestationObject = Buffer.from(bytes).toString('base64url');
        const edit = (json: RegistrationJson) => ({
          ...json,
          response: { ...json.response, attestationObject },
        });
        const outcome = await register(aFob(), { edit });
        expect(outcome.ok).toBe(false);
      }),
      { numRuns: 200 },
    );
  });
});
