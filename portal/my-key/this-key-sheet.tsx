import { DATA_CLASSES } from '#auth/permissions/data-classes.ts';
import type { DataClass } from '#auth/permissions/data-classes.ts';
import type { CustomerRole, StaffRole } from '#auth/permissions/roles.ts';
import { donglesWords } from '../dongles/words.ts';
import { reachOf } from '../frame/sections.ts';
import { frameWords } from '../frame/words.ts';
import type { OpenedClasses } from '../keys/opened-classes.ts';
import { keysWords } from '../keys/words.ts';
import { LinkButton } from '../ui/button.tsx';
import { FobGlyph } from '../ui/fob.tsx';
import { KeyValueList } from '../ui/key-value-list.tsx';
import { useWords } from '../ui/page-context.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Instant } from '../ui/when.tsx';
import type { MyKey } from './find-my-key.server.ts';
import { myKeyWords } from './words.ts';

type ThisKeyProps = {
  myKey: Pick<MyKey, 'thisKey' | 'opened' | 'hasServerPin' | 'signsFrom' | 'watch' | 'dongle'>;
  role: CustomerRole | StaffRole;
  tier: number;
};

/** The key that is signed in: what it is, what it opens, and what would open the rest. */
export function ThisKeySheet({ myKey, role, tier }: ThisKeyProps) {
  const words = useWords(myKeyWords).thisKey;
  const { proven } = useWords(keysWords);
  const { thisKey, opened, hasServerPin, signsFrom, watch, dongle } = myKey;
  const reach = reachOf(opened?.opens ?? DATA_CLASSES, tier);
  return (
    <Sheet
      title={words.title}
      tools={
        hasServerPin && (
          <LinkButton href="/my-key/pin" size="small">
            {words.changePin}
          </LinkButton>
        )
      }
    >
      <div className="key-card">
        <FobGlyph state={watch === 'watched' ? 'plugged' : 'not-watched'} reach={reach} />
        {opened === null ? <p>{words.opensStaff}</p> : <Opened opened={opened} role={role} />}
      </div>
      <KeyValueList
        items={[
          { key: words.label, value: thisKey.label },
          { key: words.serial, value: thisKey.serial },
          { key: words.model, value: thisKey.modelName },
          { key: words.proof, value: proven[thisKey.attestation] },
          { key: words.signsFrom, value: signsFrom && <Instant at={signsFrom} /> },
          {
            key: words.lastUsed,
            value: thisKey.lastUsedAt && <Instant at={thisKey.lastUsedAt} isRelative />,
          },
        ].filter(({ value }) => value !== null)}
      />
      {dongle === null && <KeyWatch watch={watch} />}
    </Sheet>
  );
}

/** Of a key that needs no agent: nothing is said where there is none. */
function KeyWatch({ watch }: Pick<MyKey, 'watch'>) {
  const { watch: words } = useWords(donglesWords);
  if (watch === 'no-agent') return null;
  if (watch === 'watched') return <p>{words.isWatched}</p>;
  return (
    <>
      <p>{words.isNotWatched}</p>
      <p>
        <LinkButton href="/my-key/watch?asked=yes&return=/my-key" size="small">
          {words.offer}
        </LinkButton>
      </p>
    </>
  );
}

function Opened({ opened, role }: { opened: OpenedClasses; role: CustomerRole | StaffRole }) {
  const words = useWords(myKeyWords).thisKey;
  const roles = useWords(frameWords).roles;
  return (
    <div className="stack">
      <ClassList title={words.opens} classes={opened.opens} />
      <ClassList title={words.closedByKey} classes={opened.closedByKey} how={words.closedByKeyHow} />
      <ClassList
        title={words.closedByRole(roles[role])}
        classes={opened.closedByRole}
        how={words.closedByRoleHow}
      />
    </div>
  );
}

function ClassList({ title, classes, how }: { title: string; classes: readonly DataClass[]; how?: string }) {
  const names = useWords(keysWords).classes;
  if (classes.length === 0) return null;
  const list = classes.map((dataClass) => names[dataClass]).join('; ');
  return (
    <p>
      {`${title}: ${list}.`}
      {how && <span className="soft"> {how}</span>}
    </p>
  );
}
