import { wordsIn } from '../lib/i18n.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { LinkButton } from '../ui/button.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import { Sheet } from '../ui/sheet.tsx';
import type { Route } from './+types/agent.route';
import { CHECKSUMS_NAME, PUBLIC_KEY_NAME, SIGNATURE_NAME } from './agent-package.ts';
import type { AgentPackage } from './agent-package.ts';
import { BUILD_COMMAND, CHECK_COMMANDS, installCommands, windowsChecksumCommand } from './commands.ts';
import { publicKeyOf } from './sign-packages.server.ts';
import { agentPackagesWords } from './words.ts';

/** The key-agent for whoever has an old key: everybody may fetch it, since nobody can sign in before. */
export async function loader({ context }: Route.LoaderArgs) {
  const { agentPackages, secrets, env } = context.services;
  return {
    title: wordsIn(agentPackagesWords, context.locale).title,
    packages: await agentPackages.list(),
    fingerprint: publicKeyOf(secrets.agentSigningKey).fingerprint,
    origin: env.origin,
    isDemo: env.mode === 'demo',
  };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function Agent({ loaderData }: Route.ComponentProps) {
  const words = useWords(agentPackagesWords);
  const { title, packages, fingerprint, origin, isDemo } = loaderData;
  return (
    <div className="trouble">
      <h1>{title}</h1>
      <p>{words.lead}</p>
      <p className="soft">{words.newKeys}</p>
      {packages.length === 0 && (
        <EmptyState icon="box" title={words.none}>
          {words.noneText(BUILD_COMMAND)}
        </EmptyState>
      )}
      {packages.map((one) => (
        <PackageSheet key={one.name} one={one} portal={{ origin, isDemo }} />
      ))}
      {packages.length > 0 && <CheckSheet packages={packages} fingerprint={fingerprint} />}
      {packages.length > 0 && (
        <Sheet title={words.seen.title}>
          <p>{words.seen.lead}</p>
          <Commands lines={['brelok-key-agent --check']} />
          <p>{words.seen.text}</p>
        </Sheet>
      )}
      <p>
        <a href="/sign-in">{words.toSignIn}</a>
      </p>
    </div>
  );
}

function PackageSheet({
  one: { name, system, bytes, sha256 },
  portal,
}: {
  one: AgentPackage;
  portal: { origin: string; isDemo: boolean };
}) {
  const words = useWords(agentPackagesWords);
  const { format } = usePage();
  const own = words.systems[system];
  return (
    <Sheet title={own.title}>
      <p>
        <LinkButton kind="primary" icon="download" href={addressOf(name)} download>
          {words.download(name, format.fileSize(bytes))}
        </LinkButton>
      </p>
      <p className="soft">
        {words.checksum} <code>{sha256}</code>
      </p>
      {own.steps.map((step) => (
        <p key={step}>{step}</p>
      ))}
      <Commands lines={installCommands(system, { fileName: name, ...portal })} />
      <p>{own.after}</p>
      <p className="soft">{own.remove}</p>
    </Sheet>
  );
}

function CheckSheet({ packages, fingerprint }: { packages: readonly AgentPackage[]; fingerprint: string }) {
  const words = useWords(agentPackagesWords).check;
  const forWindows = packages.find(({ system }) => system === 'windows');
  return (
    <Sheet title={words.title}>
      <p>{words.lead}</p>
      <ul>
        {[CHECKSUMS_NAME, SIGNATURE_NAME, PUBLIC_KEY_NAME].map((name) => (
          <li key={name}>
            <a href={addressOf(name)} download>
              {name}
            </a>
          </li>
        ))}
      </ul>
      <Commands lines={CHECK_COMMANDS} />
      <p>{words.good}</p>
      {forWindows && (
        <>
          <p>{words.onWindows}</p>
          <Commands lines={[windowsChecksumCommand(forWindows.name)]} />
        </>
      )}
      <p>
        {words.fingerprint}: <code>{fingerprint}</code>
      </p>
      <p className="soft">{words.fingerprintHint}</p>
    </Sheet>
  );
}

/** Lines for a terminal; one click selects all of one. */
function Commands({ lines }: { lines: readonly string[] }) {
  return lines.map((line) => (
    <code key={line} className="command">
      {line}
    </code>
  ));
}

function addressOf(name: string): string {
  return `/agent/download/${name}`;
}
