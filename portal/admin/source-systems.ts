/** Which system is connected decides what an administrator is asked for. */
import type { AUTH_KINDS, SETTING_FIELDS, SourceTexts } from './source-form.ts';

type AuthKind = (typeof AUTH_KINDS)[number];
type SettingField = (typeof SETTING_FIELDS)[number];

/** Whose words explain its fields. */
export type SystemGuide =
  'oneC' | 'businessCentral' | 'inforLn' | 'odoo' | 'tryton' | 'bitrix24' | 'dolibarr' | 'erpnext' | 'own';

export type System = {
  guide: SystemGuide;
  settings: readonly SettingField[];
  /** How it lets programs in; the usual way first. */
  auths: readonly AuthKind[];
  /** Of the header that its key stands in; empty where it takes none. */
  header: string;
};

/** No preset: a mapping of the administrator's own. */
export const OWN_MAPPING = 'own';

const ONE_C: System = { guide: 'oneC', settings: [], auths: ['basic'], header: '' };
const OWN: System = {
  guide: 'own',
  settings: ['company', 'database', 'language'],
  auths: ['basic', 'bearer', 'header', 'path', 'client-credentials', 'none'],
  header: '',
};

const SYSTEMS: Readonly<Record<string, System>> = {
  '1c-ut11': ONE_C,
  '1c-unf': ONE_C,
  '1c-bp30': ONE_C,
  'business-central': {
    guide: 'businessCentral',
    settings: [],
    auths: ['client-credentials', 'basic'],
    header: '',
  },
  'infor-ln': { guide: 'inforLn', settings: ['company'], auths: ['client-credentials', 'basic'], header: '' },
  odoo: { guide: 'odoo', settings: ['database', 'language'], auths: ['basic'], header: '' },
  tryton: { guide: 'tryton', settings: ['database', 'language'], auths: ['basic'], header: '' },
  bitrix24: { guide: 'bitrix24', settings: [], auths: ['path'], header: '' },
  dolibarr: { guide: 'dolibarr', settings: [], auths: ['header'], header: 'DOLAPIKEY' },
  erpnext: { guide: 'erpnext', settings: [], auths: ['header'], header: 'Authorization' },
};

/** What is asked for this preset; for an empty or unknown name everything that a mapping can need. */
export function systemOf(preset: string): System {
  return Object.hasOwn(SYSTEMS, preset) ? (SYSTEMS[preset] ?? OWN) : OWN;
}

/** What is chosen when the form opens: the usual way in, and the header's name that goes with it. */
export function defaultsOf({ auths, header }: System): Pick<SourceTexts, 'auth' | 'user'> {
  return { auth: auths[0] ?? 'basic', user: header };
}
