/**
 * What the two ceremony pages share in the browser. Native WebAuthn with its JSON forms only: a browser without
 * them gets the page that says so, and no weaker way (AUT-18).
 */

type JsonCapable = {
  parseRequestOptionsFromJSON: (options: unknown) => PublicKeyCredentialRequestOptions;
  parseCreationOptionsFromJSON: (options: unknown) => PublicKeyCredentialCreationOptions;
  signalUnknownCredential?: (options: { rpId: string; credentialId: string }) => Promise<void>;
};

/** Null where the browser can't do it: no WebAuthn, none of its JSON forms, or no secure context. */
export function findWebAuthn(): JsonCapable | null {
  if (!window.isSecureContext || !('PublicKeyCredential' in window)) return null;
  const api: object = window.PublicKeyCredential;
  return isJsonCapable(api) ? api : null;
}

function isJsonCapable(api: object): api is JsonCapable {
  return (
    'parseRequestOptionsFromJSON' in api &&
    'parseCreationOptionsFromJSON' in api &&
    'toJSON' in PublicKeyCredential.prototype
  );
}

type CredentialJson = Record<string, unknown> & { id: string };

export type Answer = { status: number; body: Record<string, unknown> };

/** Posts JSON to our own portal. A network failure is answered like a server that is down. */
export async function postJson(path: string, body: unknown): Promise<Answer> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      credentials: 'same-origin',
    });
    const parsed: unknown = await response.json();
    return { status: response.status, body: isRecord(parsed) ? parsed : {} };
  } catch {
    return { status: 0, body: {} };
  }
}

/** The credential's JSON form, or null when what the browser gave is no public key credential. */
export function credentialJson(credential: Credential | null): CredentialJson | null {
  if (!(credential instanceof PublicKeyCredential)) return null;
  const json: unknown = credential.toJSON();
  return isRecord(json) && typeof json['id'] === 'string' ? { ...json, id: json['id'] } : null;
}

/** Text of an answer's field, if it is one. */
export function textOf({ body }: Answer, field: string): string | null {
  const value = body[field];
  return typeof value === 'string' ? value : null;
}

/** Leads only to a path of this portal, whatever an answer says. */
export function leadTo(path: string | null): void {
  const url = new URL(path ?? '/', window.location.origin);
  window.location.assign(url.origin === window.location.origin ? url.href : '/');
}

export function elementById<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new Error(`the page has no ${id}`);
  return element;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
