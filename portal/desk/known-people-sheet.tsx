import type { KnownPerson } from '#auth/holders/person.ts';
import { Button } from '../ui/button.tsx';
import { KeyForm } from '../ui/key-form.tsx';
import { Field, Select } from '../ui/field.tsx';
import { useWords } from '../ui/page-context.tsx';
import { Sheet } from '../ui/sheet.tsx';
import type { KnownMatches } from './find-known-matches.server.ts';
import { useRoleOptions } from './new-person-sheet.tsx';
import { deskWords } from './words.ts';

type KnownPeopleProps = {
  path: string;
  query: string;
  known: KnownMatches;
  /** Found by their address while another was being written down; shown first. */
  suggested: KnownPerson | null;
};

/** People of the manager's other customers, each with a form that lets them into this one. */
export function KnownPeopleSheet({ path, query, known, suggested }: KnownPeopleProps) {
  const words = useWords(deskWords).person;
  const others = known.people.filter(({ holderId }) => holderId !== suggested?.holderId);
  const people = suggested === null ? others : [suggested, ...others];
  return (
    <Sheet title={words.knownTitle}>
      <p className="soft">{words.knownLead}</p>
      <form className="form" method="get" action={path} role="search">
        <Field name="q" label={words.knownSearch} defaultValue={query} maxLength={100} isOptionalUnsaid />
        <div className="form-actions">
          <Button icon="search">{words.knownFind}</Button>
        </div>
      </form>
      {people.length === 0 && <p>{words.knownNone}</p>}
      {people.length > 0 && (
        <ul className="facts-list">
          {people.map((person) => (
            <li key={person.holderId}>
              <Known path={path} person={person} />
            </li>
          ))}
        </ul>
      )}
      {known.more > 0 && <p className="soft">{words.knownMore(known.more)}</p>}
    </Sheet>
  );
}

function Known({ path, person }: { path: string; person: KnownPerson }) {
  const words = useWords(deskWords).person;
  const accounts = person.accounts.map(({ name }) => name).join(', ');
  return (
    <KeyForm className="form" action={path}>
      <p>
        <b>{person.name}</b>
        <br />
        <span className="soft">
          {[person.position, person.email, accounts === '' ? words.knownFormer : words.knownOf(accounts)]
            .filter((text) => text !== null)
            .join(' · ')}
        </span>
      </p>
      <input type="hidden" name="holderId" value={person.holderId} />
      <Select
        name="role"
        id={`role-${person.holderId}`}
        label={words.role}
        options={useRoleOptions()}
        defaultValue="viewer"
        required
      />
      <div className="form-actions">
        <Button name="intent" value="join" size="small" aria-label={words.knownAddWho(person.name)}>
          {words.knownAdd}
        </Button>
      </div>
    </KeyForm>
  );
}
