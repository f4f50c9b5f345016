import type { StaffNotice } from '#auth/holders/find-staff-notices.ts';
import { Notice } from '../ui/notice.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import { frameWords } from './words.ts';

type StaffNoticesProps = {
  notices: readonly StaffNotice[];
  /** Only they can open the page on which it is stopped. */
  isAdministrator: boolean;
};

/** What all of the staff must see, above every page of theirs; a change's own page tells it at length. */
export function StaffNotices({ notices, isAdministrator }: StaffNoticesProps) {
  const words = useWords(frameWords).notices;
  const pathname = usePage().path.split('?')[0];
  const isToldHere = (notice: StaffNotice) =>
    notice.about === 'change_by_itself' && pathOf(notice) === pathname;
  const elsewhere = notices.filter((notice) => !isToldHere(notice));
  return elsewhere.map((notice) => (
    <Notice key={keyOf(notice)} kind="watch" title={words.titles[notice.about]}>
      <NoticeText notice={notice} />
      {isAdministrator && (
        <p>
          <a href={pathOf(notice)}>{words.links[notice.about]}</a>
        </p>
      )}
    </Notice>
  ));
}

function NoticeText({ notice }: { notice: StaffNotice }) {
  const words = useWords(frameWords).notices;
  const { format } = usePage();
  switch (notice.about) {
    case 'change_by_itself':
      return <p>{words.change(notice.askedBy, format.instant(notice.effectiveAt))}</p>;
    case 'administrator_link':
      return (
        <p>{words.link(notice.name, format.instant(notice.opensAt), format.instant(notice.expiresAt))}</p>
      );
    case 'one_administrator':
      return <p>{words.one}</p>;
  }
}

function pathOf(notice: StaffNotice): string {
  switch (notice.about) {
    case 'change_by_itself':
      return `/admin/proposals/${notice.proposalId}`;
    case 'administrator_link':
      return `/admin/staff/${notice.holderId}`;
    case 'one_administrator':
      return '/admin/staff';
  }
}

function keyOf(notice: StaffNotice): string {
  return `${notice.about} ${pathOf(notice)}`;
}
