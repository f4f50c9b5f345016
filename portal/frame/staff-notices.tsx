import type { StaffNotice, UnconfirmedLink } from '#auth/holders/find-staff-notices.ts';
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
      <NoticeText notice={notice} isAdministrator={isAdministrator} />
      {isAdministrator && notice.about !== 'staff_links' && (
        <p>
          <a href={pathOf(notice)}>{words.links[notice.about]}</a>
        </p>
      )}
    </Notice>
  ));
}

type NoticeTextProps = { notice: StaffNotice; isAdministrator: boolean };

function NoticeText({ notice, isAdministrator }: NoticeTextProps) {
  const words = useWords(frameWords).notices;
  const { format } = usePage();
  switch (notice.about) {
    case 'change_by_itself':
      return <p>{words.change(notice.askedBy, format.instant(notice.effectiveAt))}</p>;
    case 'staff_links':
      return (
        <>
          <p>{words.staffLinks}</p>
          <ul>
            {notice.links.map((link) => (
              <li key={`${link.holderId} ${link.expiresAt.getTime()}`}>
                <LinkText link={link} isAdministrator={isAdministrator} />
              </li>
            ))}
          </ul>
        </>
      );
    case 'one_administrator':
      return <p>{words.one}</p>;
  }
}

/** Whose key, and from when on; only an administrator can open that person's page. */
function LinkText({ link, isAdministrator }: { link: UnconfirmedLink; isAdministrator: boolean }) {
  const words = useWords(frameWords);
  const { format } = usePage();
  const { holderId, name, role, opensAt, expiresAt } = link;
  const who = role === null ? name : words.notices.person(name, words.roles[role]);
  const until = format.instant(expiresAt);
  const when =
    opensAt === null ? words.notices.isOpen(until) : words.notices.opens(format.instant(opensAt), until);
  return (
    <>
      {isAdministrator ? <a href={`/admin/staff/${holderId}`}>{who}</a> : who}
      <br />
      {when}
    </>
  );
}

function pathOf(notice: StaffNotice): string {
  switch (notice.about) {
    case 'change_by_itself':
      return `/admin/proposals/${notice.proposalId}`;
    case 'staff_links':
    case 'one_administrator':
      return '/admin/staff';
  }
}

function keyOf(notice: StaffNotice): string {
  return `${notice.about} ${pathOf(notice)}`;
}
