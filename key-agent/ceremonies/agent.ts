import type { Clock } from '../clock.ts';
import type { Dongles } from '../hid/dongles.ts';
import type { Log } from '../log.ts';
import type { PortalStore } from '../portals/portal-store.ts';
import type { Presence } from '../presence/presence.ts';
import type { Windows } from '../windows/windows.ts';
import type { PendingEnrolments } from './pending-enrolments.ts';
import type { Progress } from './progress.ts';
import type { SeenRequests } from './seen-requests.ts';

/** Everything that a ceremony works with. */
export type Agent = {
  clock: Clock;
  dongles: Dongles;
  store: PortalStore;
  windows: Windows;
  presence: Presence;
  progress: Progress;
  seen: SeenRequests;
  pending: PendingEnrolments;
  /** Whether this system can tell whose program is asking (AGT-07). */
  isPeerChecked: boolean;
  log: Log;
};
