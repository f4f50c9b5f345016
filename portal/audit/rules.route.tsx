import { findPolicyVersions } from '#auth/policy/find-policy-versions.ts';
import { getPolicy } from '#auth/policy/find-policy.ts';
import { requirePermission } from '../http/guards.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Sheet } from '../ui/sheet.tsx';
import type { Route } from './+types/rules.route';
import { PolicyRules } from './policy-rules.tsx';
import { PolicyVersions } from './policy-versions.tsx';
import { auditWords } from './words.ts';

export async function loader({ request, context }: Route.LoaderArgs) {
  await requirePermission(request, context, 'policy:read');
  const { db } = context.services;
  return {
    title: wordsIn(auditWords, context.locale).rules.title,
    policy: (await getPolicy(db)).policy,
    versions: await findPolicyVersions(db),
  };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

/** The rules, to read. Only an administrator changes them, on a page of their own. */
export default function Rules({ loaderData }: Route.ComponentProps) {
  const words = useWords(auditWords).rules;
  return (
    <>
      <PageTitle title={words.title} />
      <Sheet title={words.inForce}>
        <PolicyRules policy={loaderData.policy} />
      </Sheet>
      <Sheet title={words.versions} isFlush>
        <PolicyVersions versions={loaderData.versions} />
      </Sheet>
    </>
  );
}
