/** The form by which an administrator says how orders are written into an ERP. */
export const OUTLET_FIELDS = [
  'address',
  'preset',
  'mapping',
  'company',
  'database',
  'auth',
  'user',
  'tokenUrl',
] as const;
export type OutletTexts = Record<(typeof OUTLET_FIELDS)[number], string>;

export type OutletAuth = 'keep' | 'basic' | 'bearer' | 'client-credentials' | 'header';

/** What an ERP of a kind is asked for besides its address, and how it lets programs in; the usual way first. */
export type OutletGuide = {
  setting: 'company' | 'database' | null;
  auths: readonly [Auth, ...Auth[]];
  /** By preset: the header that its key stands in. */
  headers: Readonly<Record<string, string>>;
};
type Auth = Exclude<OutletAuth, 'keep'>;

const ODATA: OutletGuide = {
  setting: 'company',
  auths: ['basic', 'bearer', 'client-credentials'],
  headers: {},
};
const RPC: OutletGuide = { setting: 'database', auths: ['basic'], headers: {} };
const GUIDES: Readonly<Record<string, OutletGuide>> = {
  odata: ODATA,
  odoo: RPC,
  tryton: RPC,
  rest: {
    setting: null,
    auths: ['header', 'basic', 'bearer'],
    headers: { erpnext: 'Authorization', dolibarr: 'DOLAPIKEY' },
  },
};

export function guideOf(kind: string): OutletGuide {
  return GUIDES[kind] ?? ODATA;
}

export type OutletForm = { ok: true; config: unknown; credentials: unknown } | { ok: false };

/** What was typed, in the shape of a configuration; whether it is a right one is for the connector to say. */
export function readOutletForm(texts: OutletTexts, secret: string): OutletForm {
  const { address, preset, company, database } = texts;
  const said = Object.entries({ company, database }).filter(([, text]) => text !== '');
  const settings = Object.fromEntries(said);
  const credentials = credentialsOf(texts, secret);
  if (preset !== '') return { ok: true, config: { address, preset, settings }, credentials };
  const mapping = parseJson(texts.mapping);
  return mapping.ok
    ? { ok: true, config: { address, mapping: mapping.value, settings }, credentials }
    : mapping;
}

function credentialsOf({ auth, user, tokenUrl }: OutletTexts, secret: string): unknown {
  switch (auth) {
    case 'keep':
      return null;
    case 'basic':
      return { kind: auth, user, password: secret };
    case 'bearer':
      return { kind: auth, token: secret };
    // The name of the header stands where others have a user.
    case 'header':
      return { kind: auth, name: user, value: secret };
    default:
      return { kind: 'client-credentials', tokenUrl, clientId: user, clientSecret: secret };
  }
}

function parseJson(text: string): { ok: true; value: unknown } | { ok: false } {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    if (error instanceof SyntaxError) return { ok: false };
    throw error;
  }
}
