/** A dongle is asked: to sign in with it (`prove`), or to make it known to the portal (`register`). */
import { fobChallenge, staticKey, staticProof } from '#auth/wire/fob-challenge.ts';
import { thumbprintOf, toPublicJwk } from '#auth/wire/jwk.ts';
import { MESSAGES } from '#auth/wire/messages.ts';
import type { FobProof, RequestFor } from '#auth/wire/messages.ts';
import { sealMessage } from '#auth/wire/sealed-message.ts';
import { AgentError } from '../errors.ts';
import type { EnrolledPortal } from '../portals/portal-store.ts';
import type { Agent } from './agent.ts';
import { chooseDongle, identify } from './choose-dongle.ts';
import type { Chosen } from './choose-dongle.ts';
import { whoAsks } from './enrol.ts';
import type { Stage } from './progress.ts';
import { writeAnswer } from './write-answer.ts';

type Asking<Request extends RequestFor<'prove' | 'register'> = RequestFor<'prove' | 'register'>> = {
  portal: EnrolledPortal;
  request: Request;
  signal: AbortSignal;
  tell: (stage: Stage) => void;
};

/**
 * Asks the plugged-in dongle for a proof and begins to watch it.
 * @returns the proof in a signed message, of a static code in a sealed one
 * @throws AgentError with any code of errors.ts
 */
export async function prove(agent: Agent, asking: Asking<RequestFor<'prove'>>): Promise<string> {
  const { portal, request } = asking;
  const chosen = await choose(agent, asking);
  const isConfirmed = chosen.isConfirmed || (!chosen.identity.needsTouch && (await confirm(agent, asking)));
  const { proof, isTouched } = await askForProof(agent, chosen, asking);
  const signed = await writeAnswer(
    agent,
    { kind: MESSAGES.proof, request, agentKey: portal.agentKey },
    (common) => ({
      ...common,
      fob: { ...toFob(chosen), proof: Buffer.from(proof).toString('base64url') },
      isTouched,
      isConfirmed,
    }),
  );
  const paths = [chosen.dongle.path];
  agent.presence.watch({ portal, txn: request.txn, paths, isBesideOthers: false });
  if (chosen.identity.kind !== 'static-code') return signed;
  return sealMessage(signed, portal.keys.encryption);
}

/**
 * Reads what the portal needs to check this dongle from now on. Its holder confirms it in the agent's window.
 * @throws AgentError `dongle_without_touch` for a challenge-response dongle that any program could ask unseen
 */
export async function register(agent: Agent, asking: Asking<RequestFor<'register'>>): Promise<string> {
  const { portal, request, signal } = asking;
  const chosen = await choose(agent, asking);
  const { dongle, identity } = chosen;
  if (identity.kind === 'hmac-sha1' && !identity.needsTouch) throw new AgentError('dongle_without_touch');
  if (!chosen.isConfirmed) await confirm(agent, asking);
  const key = identity.kind === 'static-code' ? await readStaticKey(agent, chosen, asking) : null;
  if (key === null) requireSame(await identify(agent, dongle, { signal, slot: request.slot }), chosen);
  const { model, firmware, needsTouch } = identity;
  const signed = await writeAnswer(
    agent,
    { kind: MESSAGES.registration, request, agentKey: portal.agentKey },
    (common) => ({
      ...common,
      fob: {
        ...toFob(chosen),
        model,
        firmware,
        needsTouch,
        ...(key !== null && { staticKey: Buffer.from(key).toString('base64url') }),
      },
    }),
  );
  return sealMessage(signed, portal.keys.encryption);
}

function choose(agent: Agent, { portal, request, signal, tell }: Asking): Promise<Chosen> {
  const asks = request.purpose;
  return chooseDongle(agent, {
    signal,
    tell,
    slot: request.slot,
    serial: request.serial,
    ask: (labels) => agent.windows.ask({ asks, labels, ...whoAsks(portal.name, request) }, signal),
  });
}

/** Of a dongle without a button, the holder's consent is asked in the agent's own window (AGT-06). */
async function confirm(agent: Agent, { portal, request, signal, tell }: Asking): Promise<true> {
  tell('confirm');
  await agent.windows.ask({ asks: request.purpose, ...whoAsks(portal.name, request) }, signal);
  return true;
}

type Proof = { proof: Uint8Array; isTouched: boolean };

async function askForProof(
  agent: Agent,
  chosen: Chosen,
  { portal, request, ...way }: Asking<RequestFor<'prove'>>,
): Promise<Proof> {
  const { serial, kind } = chosen.identity;
  const kid = await thumbprintOf(toPublicJwk(portal.agentKey));
  const challenge = fobChallenge({ nonce: request.nonce, origin: request.origin, serial, kid });
  if (kind !== 'static-code') return answerOf(agent, chosen, { challenge, slot: request.slot, ...way });
  const key = await readStaticKey(agent, chosen, { request, ...way });
  return { proof: staticProof(key, challenge), isTouched: chosen.identity.needsTouch };
}

/** The code itself goes no further than this function. */
async function readStaticKey(
  agent: Agent,
  chosen: Chosen,
  { request, signal, tell }: Pick<Asking, 'request' | 'signal' | 'tell'>,
): Promise<Uint8Array> {
  const asked = { challenge: new Uint8Array(), slot: request.slot, signal, tell };
  const { proof: code } = await answerOf(agent, chosen, asked);
  try {
    return staticKey(code, chosen.identity.serial);
  } finally {
    code.fill(0);
  }
}

/** While its holder made up their mind, somebody may have put another dongle in its place. */
function requireSame(now: { serial: string; kind: string }, { identity }: Chosen): void {
  if (now.serial !== identity.serial || now.kind !== identity.kind) throw new AgentError('dongle_other');
}

type Answering = {
  challenge: Uint8Array;
  slot: 1 | 2 | undefined;
  signal: AbortSignal;
  tell: (stage: Stage) => void;
};

async function answerOf(
  agent: Agent,
  chosen: Chosen,
  { challenge, slot, signal, tell }: Answering,
): Promise<Proof> {
  // A finger that was there first leaves no moment of waiting; a dongle that needs one has had it when it answers.
  let isTouched = chosen.identity.needsTouch;
  const onTouchNeeded = () => {
    isTouched = true;
    tell('touch');
  };
  tell('working');
  const proof = await agent.dongles.use({ dongle: chosen.dongle, slot, signal }, async (driver, fob) => {
    requireSame(await driver.identify(fob, { signal, onTouchNeeded: () => undefined }), chosen);
    return driver.answer(fob, challenge, { signal, onTouchNeeded });
  });
  return { proof, isTouched };
}

function toFob({ dongle, identity }: Chosen): Omit<FobProof['fob'], 'proof'> {
  const { kind, serial, slot } = identity;
  const { vendorId, productId } = dongle;
  return { kind, vendorId, productId, serial, ...(slot !== undefined && { slot }) };
}
