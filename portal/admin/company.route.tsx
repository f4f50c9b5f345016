import { data, redirect } from 'react-router';
import { requirePermission } from '../http/guards.server.ts';
import { readForm, textOf, textsOf } from '../http/read-form.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import { Button } from '../ui/button.tsx';
import { ErrorSummary } from '../ui/error-summary.tsx';
import { Checkbox, Field, Select } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Sheet } from '../ui/sheet.tsx';
import type { Route } from './+types/company.route';
import { changeCompany, getCompanyDetails } from './change-company.server.ts';
import type { ChangeCompany } from './change-company.server.ts';
import { COMPANY_FIELDS, parseCompanyTexts, timeZones } from './company-form.ts';
import type { CompanyFaults, CompanyTexts } from './company-form.ts';
import { LARGEST_LOGO_BYTES, recogniseLogo } from './logo-image.ts';
import { adminWords } from './words.ts';

const FIELDS = [...COMPANY_FIELDS, 'logo'] as const;
/** The picture, and the other fields with the boundaries between them. */
const LARGEST_FORM_BYTES = LARGEST_LOGO_BYTES + 64 * 1024;

export async function loader({ request, context }: Route.LoaderArgs) {
  await requirePermission(request, context, 'company:change');
  const { db, company } = context.services;
  return {
    title: wordsIn(adminWords, context.locale).company.title,
    details: await getCompanyDetails(db),
    logoUrl: (await company.find()).logoUrl,
    zones: timeZones(),
    isSaved: new URL(request.url).searchParams.get('done') === 'saved',
  };
}

export async function action({ request, context }: Route.ActionArgs) {
  const { actor } = await requirePermission(request, context, 'company:change');
  const form = await readForm(request, LARGEST_FORM_BYTES);
  const texts = textsOf(form, COMPANY_FIELDS);
  const parsed = parseCompanyTexts(texts);
  const logo = await readLogo(form);
  if (!parsed.ok || !logo.ok) {
    const faults: CompanyFaults = {
      ...(parsed.ok ? {} : parsed.faults),
      ...(logo.ok ? {} : { logo: logo.reason }),
    };
    return data({ texts, faults }, { status: 422 });
  }
  await changeCompany(context.auth, {
    details: parsed.details,
    logo: logo.change,
    actor,
    trace: context.trace,
  });
  return redirect('/admin/company?done=saved');
}

type LogoReading =
  { ok: true; change: ChangeCompany['logo'] } | { ok: false; reason: 'too_large' | 'not_an_image' };

async function readLogo(form: FormData): Promise<LogoReading> {
  const file = form.get('logo');
  if (!(file instanceof File) || file.size === 0) {
    const change = textOf(form, 'removeLogo') === 'yes' ? 'remove' : 'keep';
    return { ok: true, change: { change } };
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  const recognised = recogniseLogo(bytes);
  if (!recognised.ok) return recognised;
  return { ok: true, change: { change: 'replace', bytes, mediaType: recognised.mediaType } };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function Company({ loaderData, actionData }: Route.ComponentProps) {
  const words = useWords(adminWords).company;
  const { details, logoUrl, zones, isSaved } = loaderData;
  return (
    <>
      <PageTitle title={words.title} />
      {isSaved && !actionData && <Notice kind="good">{words.saved}</Notice>}
      <Sheet>
        <CompanyForm
          texts={actionData?.texts ?? details}
          faults={actionData?.faults ?? {}}
          zones={zones}
          logoUrl={logoUrl}
        />
      </Sheet>
    </>
  );
}

type CompanyFormProps = {
  texts: CompanyTexts;
  faults: CompanyFaults;
  zones: readonly string[];
  logoUrl: string | null;
};

function CompanyForm({ texts, faults, zones, logoUrl }: CompanyFormProps) {
  const words = useWords(adminWords).company;
  const errors = FIELDS.flatMap((field) => {
    const fault = faults[field];
    return fault === undefined ? [] : [{ fieldId: field, label: words[field], message: words.faults[fault] }];
  });
  const errorOf = (field: (typeof FIELDS)[number]) =>
    errors.find(({ fieldId }) => fieldId === field)?.message;
  return (
    <form method="post" action="/admin/company" encType="multipart/form-data" className="form">
      <ErrorSummary errors={errors} />
      <Field
        name="name"
        label={words.name}
        hint={words.nameHint}
        required
        maxLength={60}
        defaultValue={texts.name}
        error={errorOf('name')}
      />
      <Field
        name="legalName"
        label={words.legalName}
        maxLength={250}
        defaultValue={texts.legalName}
        error={errorOf('legalName')}
      />
      <Select
        name="timeZone"
        label={words.timeZone}
        hint={words.timeZoneHint}
        required
        defaultValue={texts.timeZone}
        error={errorOf('timeZone')}
        options={zones.map((zone) => ({ value: zone, word: zone }))}
      />
      {logoUrl !== null && <img className="head-logo" src={logoUrl} alt={words.current} />}
      <Field
        name="logo"
        type="file"
        label={words.logo}
        hint={words.logoHint}
        accept="image/png,image/jpeg,image/webp"
        error={errorOf('logo')}
      />
      {logoUrl !== null && <Checkbox name="removeLogo" value="yes" label={words.removeLogo} />}
      <div className="form-actions">
        <Button kind="primary">{words.save}</Button>
      </div>
    </form>
  );
}
