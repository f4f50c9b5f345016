import { expect } from 'vitest';
import type { AuthServices } from '#auth/auth-services.ts';
import { addMembership } from '#auth/holders/add-membership.ts';
import { addPerson } from '#auth/holders/add-person.ts';
import { changeRole } from '#auth/holders/change-role.ts';
import { removeMembership } from '#auth/holders/remove-membership.ts';
import { renewInvitation } from '#auth/invitations/renew-invitation.ts';
import { changeKeyStatus } from '#auth/keys/change-key-status.ts';
import { issueKey } from '#auth/keys/issue-key.ts';
import type { StaffActor } from '#auth/permissions/actor.ts';
import { endSessionByStaff } from '#auth/sessions/end-session-by-staff.ts';
import { TRACE, aManagedKey, aStaffActor, authServicesFor, newestEvents } from '#test/support/actors.ts';
import type { Managed } from '#test/support/actors.ts';
import { test } from '#test/support/db.ts';

type Try = (services: AuthServices, foreign: Managed, actor: StaffActor) => Promise<{ ok: boolean }>;

const ANNA = { name: 'Anna Demo', position: null, email: null, phone: null, language: 'ru' } as const;
const trace = TRACE;

const TRIES: [string, string, Try][] = [
  [
    'suspends a key',
    'key:suspend',
    (services, { keyId }, actor) =>
      changeKeyStatus(services, { keyId, transition: 'suspend', reason: 'lost', actor, trace }),
  ],
  [
    'issues a key',
    'key:issue',
    (services, { accountId, holderId }, actor) =>
      issueKey(services, {
        accountId,
        holderId,
        label: 'Blue',
        choice: { from: 'hand', serial: null, kind: 'fido2' },
        requestId: 'r',
        actor,
        trace,
      }),
  ],
  [
    'makes a new link',
    'key:issue',
    (services, { keyId }, actor) => renewInvitation(services, { keyId, requestId: 'r', actor, trace }),
  ],
  [
    'ends a session',
    'session:end',
    (services, { keyId }, actor) => endSessionByStaff(services, { sessionId: 'none', keyId, actor, trace }),
  ],
  [
    'changes a role',
    'people:manage',
    (services, { accountId, holderId }, actor) =>
      changeRole(services, { accountId, holderId, role: 'owner', reason: 'so', actor, trace }),
  ],
  [
    'removes a person',
    'people:manage',
    (services, { accountId, holderId }, actor) =>
      removeMembership(services, { accountId, holderId, reason: 'so', revokesKeys: false, actor, trace }),
  ],
  [
    'writes down a person',
    'people:manage',
    (services, { accountId }, actor) =>
      addPerson(services, { accountId, person: ANNA, role: 'owner', isSurelyNew: false, actor, trace }),
  ],
  [
    'lets a person in',
    'people:manage',
    (services, { accountId, holderId }, actor) =>
      addMembership(services, { accountId, holderId, role: 'owner', actor, trace }),
  ],
];

test.for(TRIES)(
  'ADM-05 a manager who %s of another manager’s customer stands in the log',
  async ([, action, tryIt], { db }) => {
    const foreign = await aManagedKey(db);
    const actor = await aStaffActor(db);
    const services = authServicesFor(db);
    expect(await tryIt(services, foreign, actor)).toMatchObject({ ok: false });
    expect(await tryIt(services, foreign, actor)).toMatchObject({ ok: false });
    expect(await db.auditEvent.count()).toBe(1);
    const [event] = await newestEvents(db);
    expect(event).toMatchObject({
      type: 'permission_refused',
      result: 'refused',
      reason: 'not_found',
      actorId: actor.holderId,
      sessionId: actor.sessionId,
      accountId: null,
    });
    expect(JSON.parse(event?.detailsJson ?? '')).toMatchObject({ action });
  },
);

test('one session is counted apart from another, and one action apart from another', async ({ db }) => {
  const foreign = await aManagedKey(db);
  const [one, other] = [await aStaffActor(db), await aStaffActor(db)];
  const services = authServicesFor(db);
  for (const actor of [one, other, one]) {
    for (const transition of ['suspend', 'revoke'] as const)
      await changeKeyStatus(services, { keyId: foreign.keyId, transition, reason: 'so', actor, trace });
  }
  expect(await db.auditEvent.count({ where: { type: 'permission_refused' } })).toBe(4);
});
