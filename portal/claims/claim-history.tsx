import { useWords } from '../ui/page-context.tsx';
import { Timeline } from '../ui/timeline.tsx';
import type { TimelineStep } from '../ui/timeline.tsx';
import { Instant } from '../ui/when.tsx';
import type { ClaimDetail } from './find-claims.server.ts';
import { claimsWords } from './words.ts';

type History = Pick<ClaimDetail, 'state' | 'sentAt' | 'sentBy' | 'way' | 'decidedAt'>;

/** What has become of a claim, down the edge of its page. */
export function ClaimHistory({ claim }: { claim: History }) {
  const words = useWords(claimsWords).history;
  const { state, sentAt, sentBy, way, decidedAt } = claim;
  const when = (at: Date | null) => at && <Instant at={at} />;
  const steps: TimelineStep[] = [
    { key: 'sent', state: 'done', title: words.sent, when: when(sentAt), detail: sentBy },
  ];
  if (way.state === 'taken')
    steps.push({ key: 'taken', state: 'done', title: words.taken, when: when(way.at), detail: way.number });
  if (way.state === 'handed') steps.push({ key: 'handed', state: 'done', title: words.handed });
  switch (state) {
    case 'queued':
      steps.push({ key: state, state: 'now', title: words.queued, detail: words.queuedText });
      break;
    case 'checked':
      steps.push({ key: state, state: 'now', title: words.checked, detail: words.checkedText });
      break;
    case 'accepted':
    case 'refused':
      steps.push({
        key: state,
        state: state === 'accepted' ? 'done' : 'failed',
        title: words[state],
        when: when(decidedAt),
      });
  }
  return <Timeline label={words.title} steps={steps} />;
}
