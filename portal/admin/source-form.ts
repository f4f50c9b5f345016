/** The form by which an administrator says how an ERP is reached. */
export const SOURCE_FIELDS = [
  'name',
  'address',
  'preset',
  'mapping',
  'company',
  'database',
  'language',
  'timeZone',
  'everyMinutes',
  'auth',
  'user',
  'tokenUrl',
] as const;
export type SourceTexts = Record<(typeof SOURCE_FIELDS)[number], string>;

export const AUTH_KINDS = [
  'keep',
  'basic',
  'bearer',
  'header',
  'path',
  'client-credentials',
  'none',
] as const;

export const EMPTY_SOURCE: SourceTexts = {
  name: '',
  address: '',
  preset: '',
  mapping: '',
  company: '',
  database: '',
  language: '',
  timeZone: '',
  everyMinutes: '15',
  auth: 'basic',
  user: '',
  tokenUrl: '',
};

export type SourceForm =
  { ok: true; config: unknown; credentials: unknown } | { ok: false; field: 'mapping' | 'everyMinutes' };

/** What was typed, in the shape of a configuration; whether it is a right one is for the connector to say. */
export function readSourceForm(texts: SourceTexts, secret: string): SourceForm {
  const { name, address, preset, timeZone } = texts;
  const everyMinutes = Number(texts.everyMinutes);
  if (!Number.isInteger(everyMinutes)) return { ok: false, field: 'everyMinutes' };
  const mapping = preset === '' ? parseJson(texts.mapping) : { ok: true as const, value: undefined };
  if (!mapping.ok) return { ok: false, field: 'mapping' };
  const how = preset === '' ? { mapping: mapping.value } : { preset };
  const settings = settingsOf(texts);
  const config = { name, address, timeZone, everyMinutes, settings, ...how };
  return { ok: true, config, credentials: credentialsOf(texts, secret) };
}

export const SETTING_FIELDS = ['company', 'database', 'language'] as const;

function settingsOf(texts: SourceTexts): Record<string, string> {
  const said = SETTING_FIELDS.filter((field) => texts[field] !== '');
  return Object.fromEntries(said.map((field) => [field, texts[field]]));
}

function credentialsOf({ auth, user, tokenUrl }: SourceTexts, secret: string): unknown {
  switch (auth) {
    case 'keep':
      return null;
    case 'basic':
      return { kind: auth, user, password: secret };
    case 'bearer':
      return { kind: auth, token: secret };
    case 'header':
      return { kind: auth, name: user, value: secret };
    case 'path':
      return { kind: auth, path: secret };
    case 'client-credentials':
      return { kind: auth, tokenUrl, clientId: user, clientSecret: secret };
    default:
      return { kind: auth };
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
