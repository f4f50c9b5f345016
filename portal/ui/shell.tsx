import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { Fob, type FobState } from './fob.tsx';
import { Icon } from './icon.tsx';
import { Navigation, type NavigationItem } from './navigation.tsx';
import { usePage, useWords } from './page-context.tsx';
import { Preferences } from './preferences.tsx';
import { uiWords } from './words.ts';

export type Company = { name: string; logoUrl?: string | null | undefined };

type ShellPaths = {
  home: string;
  keyAndSessions: string;
  lock: string;
  signOut: string;
  preferences: string;
};

type ShellProps = {
  company: Company;
  isDemo: boolean;
  navigation: readonly NavigationItem[];
  fob: FobState;
  /** Whose key it is, and what they are there. */
  person: { name: string; role: string };
  /** The customer account the session works for; with others to switch to, a form. */
  account?:
    | { id: string; name: string; others: readonly { id: string; name: string }[]; switchPath: string }
    | undefined;
  /** The one search box over everything; staff without customers have none. */
  search?: { path: string; query: string } | undefined;
  paths: ShellPaths;
  children: ReactNode;
};

/** The frame of every page of a session: head with the key, sections, content, foot. */
export function Shell({
  company,
  isDemo,
  navigation,
  fob,
  person,
  account,
  search,
  paths,
  children,
}: ShellProps) {
  const words = useWords(uiWords).shell;
  return (
    <>
      <SkipLink />
      {isDemo && <DemoBanner />}
      <header className="head">
        <div className="head-bar">
          <CompanyLink company={company} href={paths.home} />
          <div className="head-tools">
            <form method="post" action={paths.lock}>
              <Button kind="plain" icon="lock" className="head-lock" title={words.lock}>
                <span>{words.lock}</span>
              </Button>
            </form>
            <Fob fob={fob} href={paths.keyAndSessions} />
          </div>
        </div>
        {(account || search) && (
          <div className="head-more">
            {account && <AccountSwitch account={account} />}
            {search && <SearchBox search={search} />}
          </div>
        )}
      </header>
      <div className="shell">
        <Navigation items={navigation} />
        <main className="main" id="content" tabIndex={-1}>
          {children}
        </main>
        <ShellFoot person={person} paths={paths} />
      </div>
    </>
  );
}

function ShellFoot({ person, paths }: Pick<ShellProps, 'person' | 'paths'>) {
  const words = useWords(uiWords).shell;
  return (
    <footer className="foot">
      <p className="foot-person">
        <b>{person.name}</b>
        {person.role}
      </p>
      <form method="post" action={paths.signOut}>
        <Button kind="plain" size="small" icon="sign-out">
          {words.signOut}
        </Button>
      </form>
      <Preferences action={paths.preferences} />
    </footer>
  );
}

type PlainShellProps = {
  company: Company;
  isDemo: boolean;
  paths: Pick<ShellPaths, 'home' | 'preferences'>;
  children: ReactNode;
};

/** The frame of pages outside a session: sign-in, enrolment, locked, errors. */
export function PlainShell({ company, isDemo, paths, children }: PlainShellProps) {
  return (
    <>
      <SkipLink />
      {isDemo && <DemoBanner />}
      <header className="head">
        <div className="head-bar">
          <CompanyLink company={company} href={paths.home} />
        </div>
      </header>
      <div className="shell plain">
        <main className="main" id="content" tabIndex={-1}>
          {children}
        </main>
        <footer className="foot">
          <Preferences action={paths.preferences} />
        </footer>
      </div>
    </>
  );
}

function SkipLink() {
  return (
    <a className="skip button" href="#content">
      {useWords(uiWords).shell.skip}
    </a>
  );
}

function DemoBanner() {
  const words = useWords(uiWords).shell;
  return (
    <aside className="demo" aria-label={words.demonstration}>
      {words.demo}
    </aside>
  );
}

function CompanyLink({ company, href }: { company: Company; href: string }) {
  return (
    <a className="head-name" href={href}>
      {company.logoUrl ? (
        <img className="head-logo" src={company.logoUrl} alt={company.name} />
      ) : (
        company.name
      )}
    </a>
  );
}

function AccountSwitch({ account }: { account: NonNullable<ShellProps['account']> }) {
  const { path } = usePage();
  const words = useWords(uiWords).shell;
  if (account.others.length === 0) return <span className="account account-name">{account.name}</span>;
  return (
    <form className="account" method="post" action={account.switchPath}>
      <input type="hidden" name="returnTo" value={path} />
      <select className="input" name="accountId" defaultValue={account.id} aria-label={words.account}>
        {[account, ...account.others].map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      <Button kind="plain" size="small">
        {words.switchAccount}
      </Button>
    </form>
  );
}

function SearchBox({ search }: { search: NonNullable<ShellProps['search']> }) {
  const words = useWords(uiWords).shell;
  return (
    <form className="head-search" method="get" action={search.path} role="search" aria-label={words.search}>
      <Icon name="search" />
      <input
        className="input"
        type="search"
        name="q"
        defaultValue={search.query}
        maxLength={100}
        placeholder={words.searchHint}
        aria-label={`${words.search}: ${words.searchHint}`}
      />
    </form>
  );
}
