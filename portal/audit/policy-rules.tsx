import type { Policy } from '#auth/policy/policy.ts';
import { KeyValueList } from '../ui/key-value-list.tsx';
import { useWords } from '../ui/page-context.tsx';
import { ruleRowsOf } from './rule-rows.ts';
import { auditWords } from './words.ts';

/** The rules of the installation in words. */
export function PolicyRules({ policy }: { policy: Policy }) {
  return <KeyValueList items={ruleRowsOf(policy, useWords(auditWords).rules)} />;
}
