/**
 * The project's own vectors in the case format of test/vectors: what the production policy accepts, which the vectors of
 * the standard do not show, and one case for every way of being refused. Keys, ids and certificates are the same each time.
 */
import { encodeCbor } from './cbor-writer.ts';
import { evilAuthentications } from './evil-authentications.ts';
import { evilAnswers } from './evil-answers.ts';
import { evilChains } from './evil-chains.ts';
import {
  OTHER_AAGUID,
  UNATTESTED_ALLOWED,
  certified,
  hex,
  hexOf,
  type NamedRecipe,
  type Recipe,
} from './vector-recipe.ts';
import {
  aFob,
  NOON,
  ORIGIN,
  productionPolicy,
  REGISTRATION_CHALLENGE,
  RP_ID,
  SIGN_IN_CHALLENGE,
  USER_HANDLE,
  type Fob,
} from './ceremonies.ts';
import { SOFT_AAGUID, type Behaviour } from './soft-authenticator.ts';
import { aaguidExtension, basicConstraints, createTestCa, nameOf } from './test-ca.ts';

export type OwnVector = { vector: Record<string, unknown>; code: string };

/** Name, what differs from an honest registration under the production policy, and the code it must get. */
function registrations(): NamedRecipe[] {
  const { ca } = aFob();
  const line = ca.issueIntermediate();
  return [
    ['es256', {}, 'attested'],
    ['eddsa', { algorithm: -8 }, 'attested'],
    ['over an intermediate', { unlike: certified(line, {}, line.certificate) }, 'attested'],
    ['root inside x5c', { unlike: certified(ca, {}, ca.certificate) }, 'attested'],
    ['chosen model', { policy: { aaguids: [hexOf(SOFT_AAGUID)] } }, 'attested'],
    [
      'credProtect and minPinLength',
      {
        unlike: { extensions: { credProtect: 3, minPinLength: 8 } },
        policy: { credProtect: 3, minPinLength: 6 },
      },
      'attested',
    ],
    ['reserved flag bits', { unlike: { furtherFlags: 0x22 } }, 'attested'],
    ['self where optional', { unlike: { attestation: 'self' }, policy: UNATTESTED_ALLOWED }, 'unattested'],
    ['none where optional', { unlike: { attestation: 'none' }, policy: UNATTESTED_ALLOWED }, 'unattested'],
    [
      'fido-u2f where allowed',
      {
        unlike: { attestation: 'fido-u2f' },
        policy: { formats: ['fido-u2f'], userVerification: 'preferred' },
      },
      'attested',
    ],

    ['self with a borrowed model', { unlike: { attestation: 'self' } }, 'attestation_missing'],
    ['none', { unlike: { attestation: 'none' } }, 'format_not_allowed'],
    ['no roots', { policy: { roots: [] } }, 'root_not_trusted'],
    ['foreign root', { unlike: certified(createTestCa({ seed: 'stranger' })) }, 'root_not_trusted'],
    [
      'foreign root inside x5c',
      {
        unlike: certified(
          createTestCa({ seed: 'stranger' }),
          {},
          createTestCa({ seed: 'stranger' }).certificate,
        ),
      },
      'root_not_trusted',
    ],
    [
      'impostor under the root’s name',
      { unlike: certified(createTestCa({ seed: 'impostor' }), { issuer: ca.name }) },
      'root_not_trusted',
    ],
    [
      'no model in the certificate',
      { unlike: certified(ca, { extensions: [basicConstraints(false)] }) },
      'aaguid_not_proven',
    ],
    [
      'another model in the certificate',
      { unlike: certified(ca, { extensions: [basicConstraints(false), aaguidExtension(OTHER_AAGUID)] }) },
      'aaguid_mismatch',
    ],
    ['model not chosen', { policy: { aaguids: [hexOf(OTHER_AAGUID)] } }, 'model_not_allowed'],
    [
      'certificate over',
      { unlike: certified(ca, { notAfter: new Date('2026-01-01T00:00:00Z') }) },
      'certificate_not_valid_now',
    ],
    [
      'certificate to come',
      { unlike: certified(ca, { notBefore: new Date('2027-01-01T00:00:00Z') }) },
      'certificate_not_valid_now',
    ],
    [
      'certificate of an authority',
      { unlike: certified(ca, { extensions: [basicConstraints(true), aaguidExtension(SOFT_AAGUID)] }) },
      'certificate_profile_wrong',
    ],
    [
      'certificate of another unit',
      { unlike: certified(ca, { subject: nameOf('Demo Fob Works', 'Marketing', 'Demo fob') }) },
      'certificate_profile_wrong',
    ],
    [
      'statement signed over other bytes',
      { unlike: { tamper: { statement: (members) => new Map([...members, ['sig', Buffer.alloc(70)]]) } } },
      'statement_signature_invalid',
    ],
    ['backup eligible', { unlike: { backupEligible: true } }, 'backup_eligible_refused'],
    ['backed up only', { unlike: { backedUp: true } }, 'backup_flags_contradict'],
    ['no presence', { unlike: { userPresent: false } }, 'user_not_present'],
    ['no verification', { unlike: { userVerified: false } }, 'user_not_verified'],
    ['credProtect missing', { policy: { credProtect: 3 } }, 'cred_protect_too_low'],
    [
      'minPinLength too low',
      { unlike: { extensions: { minPinLength: 4 } }, policy: { minPinLength: 6 } },
      'min_pin_length_too_low',
    ],
    ['id mismatch', { response: { id: '07'.repeat(32) } }, 'credential_id_mismatch'],
    [
      'id of 15 bytes',
      { unlike: { tamper: { credentialId: () => Buffer.alloc(15, 1) } } },
      'response_malformed',
    ],
    [
      'id of 1024 bytes',
      { unlike: { tamper: { credentialId: () => Buffer.alloc(1024, 1) } } },
      'response_malformed',
    ],
    ['algorithm not allowed', { algorithm: -8, policy: { algorithms: [-7] } }, 'algorithm_not_allowed'],
    [
      'point off the curve',
      { unlike: { tamper: { coseKey: (members) => new Map([...members, [-3, Buffer.alloc(32, 1)]]) } } },
      'public_key_malformed',
    ],
    [
      'private member',
      { unlike: { tamper: { coseKey: (members) => new Map([...members, [-4, Buffer.alloc(32, 1)]]) } } },
      'public_key_malformed',
    ],
    [
      'trailing byte',
      { unlike: { tamper: { attestationObject: (bytes) => Buffer.concat([bytes, Uint8Array.of(0)]) } } },
      'attestation_object_malformed',
    ],
    [
      'further member',
      {
        unlike: {
          tamper: {
            attestationObject: () =>
              encodeCbor(
                new Map([
                  ['fmt', 'none'],
                  ['epAtt', 'yes'],
                ]),
              ),
          },
        },
      },
      'attestation_object_malformed',
    ],
    [
      'trailing byte in authenticator data',
      { unlike: { tamper: { authenticatorData: (bytes) => Buffer.concat([bytes, Uint8Array.of(0)]) } } },
      'authenticator_data_malformed',
    ],
    ['wrong type', { unlike: { clientData: { type: 'webauthn.get' } } }, 'ceremony_type_wrong'],
    ['wrong challenge', { expected: { challenge: hex(SIGN_IN_CHALLENGE) } }, 'challenge_mismatch'],
    ['wrong origin', { unlike: { origin: `${ORIGIN}.evil.example` } }, 'origin_not_allowed'],
    ['cross origin', { unlike: { clientData: { crossOrigin: true } } }, 'cross_origin_refused'],
    ['top origin', { unlike: { clientData: { topOrigin: ORIGIN } } }, 'top_origin_refused'],
    ['wrong relying party', { expected: { rpId: 'other.example' } }, 'rp_id_mismatch'],
  ];
}

/** The same for a sign-in with a key that registered honestly and has counted to 1. */
function authentications(): NamedRecipe[] {
  return [
    ['es256', {}, 'advanced'],
    ['eddsa', { algorithm: -8 }, 'advanced'],
    ['no counter', { unlike: { signCount: 0 }, stored: { signCount: 0 } }, 'equal_zero'],
    ['no user handle', { response: { userHandle: null } }, 'advanced'],
    ['extension outputs', { unlike: { extensions: { 'hmac-secret': Buffer.alloc(32) } } }, 'advanced'],

    ['counter equal', { unlike: { signCount: 1 } }, 'sign_count_regressed'],
    ['counter lower', { unlike: { signCount: 4 }, stored: { signCount: 5 } }, 'sign_count_regressed'],
    ['counter back to zero', { unlike: { signCount: 0 } }, 'sign_count_regressed'],
    ['backup eligible now', { unlike: { backupEligible: true } }, 'backup_eligibility_changed'],
    [
      'backup eligible as registered',
      { unlike: { backupEligible: true }, stored: { backupEligible: true } },
      'backup_eligible_refused',
    ],
    ['backed up only', { unlike: { backedUp: true } }, 'backup_flags_contradict'],
    ['handle of another holder', { response: { userHandle: '09'.repeat(32) } }, 'user_handle_mismatch'],
    ['id of another credential', { response: { id: '07'.repeat(32) } }, 'credential_id_mismatch'],
    ['no presence', { unlike: { userPresent: false } }, 'user_not_present'],
    ['no verification', { unlike: { userVerified: false } }, 'user_not_verified'],
    ['wrong signature', { unlike: { tamper: { signature: () => Buffer.alloc(70) } } }, 'signature_invalid'],
    [
      'byte after the signature',
      { unlike: { tamper: { signature: (bytes) => Buffer.concat([bytes, Uint8Array.of(0)]) } } },
      'signature_invalid',
    ],
    [
      'trailing byte in authenticator data',
      { unlike: { tamper: { authenticatorData: (bytes) => Buffer.concat([bytes, Uint8Array.of(0)]) } } },
      'authenticator_data_malformed',
    ],
    ['algorithm not allowed', { policy: { algorithms: [-8] } }, 'algorithm_not_allowed'],
    ['stored key with a byte after it', { stored: { publicKey: 'a000' } }, 'stored_key_unusable'],
    ['wrong type', { unlike: { clientData: { type: 'webauthn.create' } } }, 'ceremony_type_wrong'],
    ['wrong challenge', { expected: { challenge: hex(REGISTRATION_CHALLENGE) } }, 'challenge_mismatch'],
    ['wrong origin', { unlike: { origin: 'http://portal.example' } }, 'origin_not_allowed'],
    ['cross origin', { unlike: { clientData: { crossOrigin: true } } }, 'cross_origin_refused'],
    ['wrong relying party', { expected: { rpId: 'other.example' } }, 'rp_id_mismatch'],
  ];
}

/** All own vectors, each with the code that the verification must give. */
export function buildOwnVectors(): OwnVector[] {
  return [
    ...[...registrations(), ...evilChains(), ...evilAnswers()].map(([name, recipe, code]) => ({
      vector: registration(name, recipe, code),
      code,
    })),
    ...[...authentications(), ...evilAuthentications()].map(([name, recipe, code]) => ({
      vector: authentication(name, recipe, code),
      code,
    })),
  ];
}

const ACCEPTED = new Set(['attested', 'unattested', 'advanced', 'equal_zero']);

function registration(name: string, recipe: Recipe, code: string): Record<string, unknown> {
  const fob = aFob();
  const { id, response } = create(fob, recipe.algorithm, recipe.unlike);
  return {
    name: `own/registration/${name}`,
    ceremony: 'registration',
    ...expectation(REGISTRATION_CHALLENGE, recipe),
    policy: policyOf(fob, recipe),
    response: {
      id: hexOfText(id),
      clientDataJSON: hexOfText(response.clientDataJSON),
      attestationObject: hexOfText(response.attestationObject),
      ...recipe.response,
    },
    expect: ACCEPTED.has(code) ? 'accept' : 'reject',
  };
}

function authentication(name: string, recipe: Recipe, code: string): Record<string, unknown> {
  const fob = aFob();
  let publicKey: Uint8Array = Uint8Array.of();
  create(fob, recipe.algorithm, {
    tamper: {
      coseKey: (members) => {
        publicKey = encodeCbor(members);
        return members;
      },
    },
  });
  const { id, response } = fob.authenticator.get(
    { challenge: text(SIGN_IN_CHALLENGE), rpId: RP_ID },
    recipe.unlike,
  );
  return {
    name: `own/authentication/${name}`,
    ceremony: 'authentication',
    ...expectation(SIGN_IN_CHALLENGE, recipe),
    policy: policyOf(fob, recipe),
    stored: {
      credentialId: hexOfText(id),
      publicKey: hex(publicKey),
      signCount: 1,
      backupEligible: false,
      userHandle: hex(USER_HANDLE),
      ...recipe.stored,
    },
    response: {
      id: hexOfText(id),
      clientDataJSON: hexOfText(response.clientDataJSON),
      authenticatorData: hexOfText(response.authenticatorData),
      signature: hexOfText(response.signature),
      userHandle: response.userHandle && hexOfText(response.userHandle),
      ...recipe.response,
    },
    expect: ACCEPTED.has(code) ? 'accept' : 'reject',
  };
}

function create({ authenticator }: Fob, algorithm = -7, unlike: Partial<Behaviour> = {}) {
  return authenticator.create(
    {
      challenge: text(REGISTRATION_CHALLENGE),
      rp: { id: RP_ID },
      user: { id: text(USER_HANDLE) },
      pubKeyCredParams: [{ alg: algorithm }],
    },
    unlike,
  );
}

function expectation(challenge: Uint8Array, { expected }: Recipe) {
  const usual = { rpId: RP_ID, origins: [ORIGIN], topOrigins: [], now: NOON.toISOString() };
  return { ...usual, challenge: hex(challenge), ...expected };
}

function policyOf(fob: Fob, { policy }: Recipe): Record<string, unknown> {
  const { attestation, formats, algorithms, userVerification, backupEligible, crossOrigin } =
    productionPolicy(fob);
  const roots = [hex(fob.ca.certificate)];
  const usual = { attestation, formats, roots, aaguids: null, algorithms };
  return { ...usual, userVerification, backupEligible, crossOrigin, ...policy };
}

const hexOfText = (base64url: string): string => Buffer.from(base64url, 'base64url').toString('hex');
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
