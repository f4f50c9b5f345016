import type { MetadataDescription } from '#auth/metadata/describe-metadata.ts';
import type { OwnModel } from '#auth/metadata/own-models.ts';
import { CopyCode } from '../../ui/copy-code.tsx';
import { KeyValueList } from '../../ui/key-value-list.tsx';
import { Notice } from '../../ui/notice.tsx';
import { usePage, useWords } from '../../ui/page-context.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { metadataWords } from './words.ts';

const IMPORT_COMMAND = 'npm run brelok -- metadata import blob.jwt --root root.pem';

/** What was imported of the FIDO Alliance's metadata, how old it is, and what it says of the models here. */
export function MetadataSheet({ metadata }: { metadata: MetadataDescription | null }) {
  const words = useWords(metadataWords);
  return (
    <Sheet title={words.title}>
      {metadata === null ? <p>{words.none}</p> : <InForce metadata={metadata} />}
      <p className="soft">{words.command}</p>
      <p>
        <CopyCode code={IMPORT_COMMAND} />
      </p>
    </Sheet>
  );
}

const TONES = { fresh: 'good', due: 'watch', stale: 'bad' } as const;

function InForce({ metadata }: { metadata: MetadataDescription }) {
  const { format } = usePage();
  const words = useWords(metadataWords);
  const { number, importedAt, nextUpdateOn, freshness, entryCount, isWhole, ownModels } = metadata;
  return (
    <>
      {!isWhole && <Notice kind="problem">{words.lost}</Notice>}
      <KeyValueList
        items={[
          { key: words.number, value: String(number) },
          { key: words.imported, value: format.dayOf(importedAt) },
          { key: words.nextUpdate, value: format.day(nextUpdateOn) },
          {
            key: words.state,
            value: (
              <>
                <StatusMark tone={TONES[freshness]}>{words.freshness[freshness]}</StatusMark>
                {freshness !== 'fresh' && <p className="soft">{words.getNewer[freshness]}</p>}
              </>
            ),
          },
          { key: words.models, value: format.count(entryCount) },
          ...ownModels.map((model) => ({ key: model.name, value: <Standing of={model} /> })),
        ]}
      />
    </>
  );
}

function Standing({ of: { metadata } }: { of: OwnModel }) {
  const { format } = usePage();
  const words = useWords(metadataWords);
  if (metadata === null) return <StatusMark tone="quiet">{words.unknown}</StatusMark>;
  const { standing, sharesRoot, unknownStatuses } = metadata;
  return (
    <>
      {standing.isBad ? (
        <>
          <StatusMark tone="bad">{words.warning}</StatusMark>
          <p>
            {words.statuses[standing.status]}
            {standing.since !== null && `, ${words.since(format.day(standing.since))}`}
          </p>
        </>
      ) : (
        <StatusMark tone="good">{words.noWarning}</StatusMark>
      )}
      {!sharesRoot && <p className="soft">{words.otherRoots}</p>}
      {unknownStatuses.length > 0 && (
        <p className="soft">{words.notUnderstood(unknownStatuses.join(', '))}</p>
      )}
    </>
  );
}
