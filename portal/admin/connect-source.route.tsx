import { data, redirect } from 'react-router';
import type { StaffActor } from '#auth/permissions/actor.ts';
import {
  beginAskedSource,
  checkAskedSource,
  findAskedSource,
  listPresets,
  previewAskedSource,
  testAskedSource,
} from '../connectors/asked-sources.server.ts';
import type {
  NotAskedSource,
  PreviewedRows,
  SourceConfigFault,
  TestedSet,
} from '../connectors/asked-sources.server.ts';
import { requirePermission } from '../http/guards.server.ts';
import type { PortalContext } from '../http/portal-context.server.ts';
import { readForm, textOf, textsOf } from '../http/read-form.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import { requireStepUp } from '../step-up/require-step-up.server.ts';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Sheet } from '../ui/sheet.tsx';
import type { Route } from './+types/connect-source.route';
import { EMPTY_SOURCE, SETTING_FIELDS, SOURCE_FIELDS, readSourceForm } from './source-form.ts';
import type { SourceTexts } from './source-form.ts';
import {
  AskSheets,
  BeginSheet,
  ChooseSystem,
  ConnectForm,
  NotAskedNotice,
  PreviewSheets,
  TestSheet,
} from './source-sheets.tsx';
import { defaultsOf, OWN_MAPPING, systemOf } from './source-systems.ts';
import { sourceWords } from './source-words.ts';

const DONE = ['saved', 'credentials-gone', 'begun'] as const;

export async function loader({ request, context }: Route.LoaderArgs) {
  await requirePermission(request, context, 'import:manage');
  const { db, env } = context.services;
  const query = new URL(request.url).searchParams;
  const stored = await findAskedSource(db, query.get('name') ?? '');
  return {
    title: wordsIn(sourceWords, context.locale).title,
    stored,
    presets: listPresets(),
    timeZone: env.timeZone,
    timeZones: Intl.supportedValuesOf('timeZone'),
    done: DONE.find((known) => known === query.get('done')) ?? null,
    chosen: query.get('system'),
    isOwnMapping: query.get('mapping') === OWN_MAPPING,
  };
}

type Answer = {
  texts: SourceTexts | null;
  faulty: 'mapping' | 'everyMinutes' | null;
  faults: SourceConfigFault[];
  isNameTaken: boolean;
  sets: TestedSet[] | null;
  kinds: PreviewedRows[] | null;
  notAsked: NotAskedSource | null;
};
const NOTHING: Answer = {
  texts: null,
  faulty: null,
  faults: [],
  isNameTaken: false,
  sets: null,
  kinds: null,
  notAsked: null,
};

export async function action({ request, context }: Route.ActionArgs) {
  const { actor } = await requirePermission(request, context, 'import:manage');
  const form = await readForm(request);
  const intent = textOf(form, 'intent');
  const name = textOf(form, 'name');
  const { asking } = context.services;
  if (intent === 'test') {
    const outcome = await testAskedSource(asking, name);
    return data(outcome.ok ? { ...NOTHING, sets: outcome.sets } : { ...NOTHING, notAsked: outcome });
  }
  if (intent === 'preview') {
    const outcome = await previewAskedSource(asking, name);
    return data(outcome.ok ? { ...NOTHING, kinds: outcome.kinds } : { ...NOTHING, notAsked: outcome });
  }
  if (intent === 'begin') {
    await requireStepUp(request, context, { actor, form });
    await beginAskedSource(asking, { name, actorId: actor.holderId });
    return redirect(`/admin/sources/connect?name=${encodeURIComponent(name)}&done=begun`);
  }
  return save({ request, context, actor, form });
}

async function save({
  request,
  context,
  actor,
  form,
}: {
  request: Request;
  context: PortalContext;
  actor: StaffActor;
  form: FormData;
}) {
  const texts = textsOf(form, SOURCE_FIELDS);
  const secret = form.get('secret');
  // As it was typed: a password may begin or end with a space.
  const read = readSourceForm(texts, typeof secret === 'string' ? secret : '');
  if (!read.ok) return data({ ...NOTHING, texts, faulty: read.field }, { status: 422 });
  const checked = checkAskedSource(context.services.asking, { ...read, startedById: actor.holderId });
  if (!checked.ok) return data({ ...NOTHING, texts, faults: checked.faults }, { status: 422 });

  await requireStepUp(request, context, { actor, form });
  const outcome = await checked.save();
  if (!outcome.ok) return data({ ...NOTHING, texts, isNameTaken: true }, { status: 409 });
  const done = outcome.areCredentialsGone ? 'credentials-gone' : 'saved';
  return redirect(`/admin/sources/connect?name=${encodeURIComponent(outcome.name)}&done=${done}`);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function ConnectSource({ loaderData, actionData }: Route.ComponentProps) {
  const words = useWords(sourceWords);
  const { stored, presets, timeZones, done } = loaderData;
  const answer = actionData ?? NOTHING;
  const texts = answer.texts ?? openingTexts(loaderData);
  const back = { href: '/admin/sources/connect', word: words.another };
  return (
    <>
      <PageTitle
        title={stored?.name ?? words.title}
        lead={words.lead}
        back={stored === null && texts !== null ? back : undefined}
      />
      {done !== null && !actionData && (
        <Notice kind={done === 'credentials-gone' ? 'watch' : 'good'}>{words.done[done]}</Notice>
      )}
      {stored?.hasCredentials === false && <Notice kind="watch">{words.missingCredentials}</Notice>}
      {stored?.isStopped === true && <Notice kind="problem">{words.stopped}</Notice>}
      {stored?.hasBegun === false && <Notice kind="watch">{words.notBegun}</Notice>}
      <Refusal answer={answer} />
      {answer.sets !== null && <TestSheet sets={answer.sets} />}
      {answer.kinds !== null && <PreviewSheets kinds={answer.kinds} />}
      {stored?.hasBegun === false && isReadable(answer) && <BeginSheet name={stored.name} />}
      {stored !== null && <AskSheets name={stored.name} />}
      {texts === null ? (
        <ChooseSystem presets={presets} />
      ) : (
        <Sheet title={presets.find(({ name }) => name === texts.preset)?.title ?? words.own}>
          <ConnectForm
            system={systemOf(texts.preset)}
            texts={texts}
            timeZones={timeZones}
            isStored={stored !== null}
            faulty={answer.faulty}
          />
          {stored !== null && texts.preset !== '' && (
            <p>
              <a href={`?name=${encodeURIComponent(stored.name)}&mapping=${OWN_MAPPING}`}>{words.ownCopy}</a>
            </p>
          )}
        </Sheet>
      )}
    </>
  );
}

/** Something has just been shown that can be read. */
function isReadable({ kinds }: Answer): boolean {
  return kinds?.some(({ fault }) => fault === null) ?? false;
}

type Loaded = Route.ComponentProps['loaderData'];

/** Null: nobody has said yet which system it is. */
function openingTexts({ stored, presets, chosen, timeZone, isOwnMapping }: Loaded): SourceTexts | null {
  if (stored !== null) return textsOfStored(stored, isOwnMapping);
  if (chosen === null) return null;
  const preset = presets.find(({ name }) => name === chosen)?.name ?? '';
  return { ...EMPTY_SOURCE, timeZone, preset, ...defaultsOf(systemOf(preset)) };
}

function Refusal({ answer: { isNameTaken, faults, notAsked } }: { answer: Answer }) {
  const words = useWords(sourceWords);
  if (notAsked !== null) return <NotAskedNotice outcome={notAsked} />;
  if (isNameTaken) return <Notice kind="problem">{words.nameTaken}</Notice>;
  if (faults.length === 0) return null;
  return (
    <Notice kind="problem">
      <p>{words.faulty}</p>
      {faults.map(({ path, message }) => (
        <p key={`${path} ${message}`}>
          <code>{path}</code> {message}
        </p>
      ))}
    </Notice>
  );
}

type Stored = Exclude<Loaded['stored'], null>;

function textsOfStored(stored: Stored, isOwnMapping: boolean): SourceTexts {
  const { name, address, preset, mapping, settings, timeZone, everyMinutes } = stored;
  const own = SETTING_FIELDS.map((field) => [field, settings[field] ?? '']);
  const delivered = isOwnMapping ? null : preset;
  return {
    ...EMPTY_SOURCE,
    name,
    address,
    ...(delivered === null ? { mapping } : { preset: delivered }),
    ...Object.fromEntries(own.filter(([, value]) => typeof value === 'string')),
    timeZone,
    everyMinutes: String(everyMinutes),
    auth: 'keep',
    user: systemOf(delivered ?? '').header,
  };
}
