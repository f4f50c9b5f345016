import { Notice } from '../../ui/notice.tsx';
import { useWords } from '../../ui/page-context.tsx';
import { Instant } from '../../ui/when.tsx';
import { proposalWords } from './words.ts';

type SecondPersonNoticeProps = {
  /** No other administrator could confirm it. */
  isAlone: boolean;
  /** What waits already. */
  waiting: readonly { proposalId: string; proposedAt: Date }[];
  isOfRules?: boolean;
};

/** Says above a form that what it asks for does not happen at once, and what waits already. */
export function SecondPersonNotice({ isAlone, waiting, isOfRules = false }: SecondPersonNoticeProps) {
  const words = useWords(proposalWords);
  const { form } = words;
  return (
    <Notice kind={isAlone ? 'watch' : 'info'}>
      <p>{isAlone ? words.alone : isOfRules ? form.twoRules : form.two}</p>
      {waiting.length > 0 && (
        <p>
          {form.waits}{' '}
          {waiting.map(({ proposalId, proposedAt }, index) => (
            <span key={proposalId}>
              {index > 0 && ', '}
              <a href={`/admin/proposals/${proposalId}`}>
                <Instant at={proposedAt} />
              </a>
            </span>
          ))}
        </p>
      )}
    </Notice>
  );
}
