import type { AccountDeputy, Standing } from '#auth/deputies/find-deputies.ts';
import { Notice } from '../ui/notice.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import { deputiesWords } from './words.ts';

/** On the desk: whose customers are in the list beside one's own, and until when. */
export function StandInNotice({ standIns }: { standIns: readonly Standing[] }) {
  const words = useWords(deputiesWords);
  const { format } = usePage();
  const running = standIns.filter(({ isRunning }) => isRunning);
  if (running.length === 0) return null;
  const names = running.map(({ name, toOn }) => words.until(name, format.day(toOn))).join(', ');
  return (
    <Notice kind="info">
      <p>{words.notice(names)}</p>
    </Notice>
  );
}

type CustomerNoticeProps = {
  /** Null where nobody looks after the customer. */
  manager: { name: string } | null;
  deputies: readonly AccountDeputy[];
  /** The person who reads. */
  readerId: string;
};

/** On a customer's page: who stands in for its manager. */
export function CustomerStandIns({ manager, deputies, readerId }: CustomerNoticeProps) {
  const words = useWords(deputiesWords);
  const { format } = usePage();
  if (manager === null || deputies.length === 0) return null;
  return (
    <Notice kind="info">
      {deputies.map(({ holderId, name, untilOn }) => (
        <p key={holderId}>
          {holderId === readerId
            ? words.youFor(manager.name, format.day(untilOn))
            : words.standsIn(name, format.day(untilOn))}
        </p>
      ))}
    </Notice>
  );
}
