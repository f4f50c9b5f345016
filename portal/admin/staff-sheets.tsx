import { canMakeTransition, isEnded, isWaiting } from '#auth/keys/key.ts';
import type { StaffKey, StaffMember } from '#auth/holders/find-staff.ts';
import { KeyStatusMark } from '../keys/key-status-mark.tsx';
import { Button } from '../ui/button.tsx';
import { CopyCode } from '../ui/copy-code.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { KeyForm, KeyNote } from '../ui/key-form.tsx';
import { Field, Select, Textarea } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Instant } from '../ui/when.tsx';
import { adminWords } from './words.ts';

const DEEDS = ['suspend', 'resume', 'revoke'] as const;
/** What is done to a key of the staff on this page. */
export type StaffKeyDeed = (typeof DEEDS)[number];

type OneTimeLink = { url: string; claimCode: string; opensAt: Date; expiresAt: Date };

/** The link and the code, this once. */
export function LinkSheet({ link }: { link: OneTimeLink }) {
  const { format } = usePage();
  const words = useWords(adminWords).staff;
  return (
    <Sheet title={words.link}>
      <Notice kind="watch">{words.once}</Notice>
      <CopyCode code={link.url} />
      <h3>{words.code}</h3>
      <CopyCode code={link.claimCode} isLarge />
      <p>{words.opensLater(format.instant(link.opensAt))}</p>
      <p className="soft">{words.expires(format.instant(link.expiresAt))}</p>
    </Sheet>
  );
}

type KeysSheetProps = { path: string; person: StaffMember; canChange: boolean; ownId: string };

export function KeysSheet({ path, person, canChange, ownId }: KeysSheetProps) {
  const words = useWords(adminWords).staff;
  const columns = words.keyColumns;
  if (person.keys.length === 0) {
    return (
      <Sheet title={words.keys}>
        <p className="soft">{words.noKeys}</p>
      </Sheet>
    );
  }
  const hasForms = person.keys.some(
    (key) => (canChange && !isEnded(key.status)) || key.linkExpiresAt !== null || isToConfirm(key, ownId),
  );
  return (
    <Sheet title={words.keys} isFlush foot={hasForms && <KeyNote />}>
      <DataTable
        caption={words.keys}
        rows={person.keys}
        rowKey={({ id }) => id}
        columns={[
          { key: 'label', head: columns.label, cell: (key) => <KeyName of={key} /> },
          {
            key: 'status',
            head: columns.status,
            phone: 'mark',
            cell: ({ status }) => <KeyStatusMark status={status} />,
          },
          {
            key: 'used',
            head: columns.used,
            phoneWord: columns.used,
            cell: ({ lastUsedAt }) => (lastUsedAt === null ? words.never : <Instant at={lastUsedAt} />),
          },
          {
            key: 'action',
            head: columns.action,
            cell: (key) => (
              <>
                {canChange && !isEnded(key.status) && <ChangeForm path={path} of={key} />}
                {isToConfirm(key, ownId) && <LinkForm path={path} of={key} deed="confirm-link" />}
                {key.linkExpiresAt !== null && <LinkForm path={path} of={key} deed="withdraw-link" />}
              </>
            ),
          },
        ]}
      />
    </Sheet>
  );
}

function KeyName({ of }: { of: StaffKey }) {
  const { label, modelName, status, isAttested, linkExpiresAt, linkOpensAt } = of;
  const { format } = usePage();
  const words = useWords(adminWords).staff;
  const proof = isWaiting(status) ? null : isAttested ? words.attested : words.unattested;
  const link = linkExpiresAt === null ? null : words.linkUntil(format.instant(linkExpiresAt));
  const opens = linkOpensAt === null ? null : words.linkFrom(format.instant(linkOpensAt));
  const details = [modelName, proof, opens, link].filter((part) => part !== null).join(', ');
  return (
    <>
      {label}
      {details !== '' && <span className="soft"> · {details}</span>}
    </>
  );
}

/** One reason, and what can be done to a key in this state; revoking is for good. */
function ChangeForm({ path, of: { id, label, status } }: { path: string; of: StaffKey }) {
  const words = useWords(adminWords).staff;
  return (
    <KeyForm action={path} className="row" isOneOfMany>
      <input type="hidden" name="keyId" value={id} />
      <Field name="reason" id={`reason-${id}`} label={words.reason} required maxLength={500} />
      <div className="row">
        {DEEDS.filter((deed) => canMakeTransition(status, deed)).map((deed) => (
          <Button
            key={deed}
            name="intent"
            value={deed}
            kind={deed === 'resume' ? 'quiet' : 'danger'}
            size="small"
            aria-label={words.deedOf(words.deeds[deed], label)}
          >
            {words.deeds[deed]}
          </Button>
        ))}
      </div>
    </KeyForm>
  );
}

/** Whether somebody else than its maker is looking at a link that still waits. */
function isToConfirm({ linkOpensAt, linkMadeById }: StaffKey, ownId: string): boolean {
  return linkOpensAt !== null && linkMadeById !== null && linkMadeById !== ownId;
}

type LinkFormProps = { path: string; of: StaffKey; deed: 'confirm-link' | 'withdraw-link' };

/** What is done to a one-time link. One that was made for oneself can be withdrawn too. */
function LinkForm({ path, of: { id, label }, deed }: LinkFormProps) {
  const words = useWords(adminWords).staff;
  const verb = deed === 'confirm-link' ? words.confirmLink : words.withdrawLink;
  return (
    <KeyForm action={path} className="row" isOneOfMany>
      <input type="hidden" name="keyId" value={id} />
      <Button name="intent" value={deed} size="small" aria-label={words.deedOf(verb, label)}>
        {verb}
      </Button>
    </KeyForm>
  );
}

export function InviteSheet({ path }: { path: string }) {
  const words = useWords(adminWords).staff;
  return (
    <Sheet title={words.invite}>
      <KeyForm action={path} className="form">
        <p>{words.inviteText}</p>
        <Field name="label" label={words.label} maxLength={60} />
        <div className="form-actions">
          <Button name="intent" value="invite" kind="primary" icon="key">
            {words.makeLink}
          </Button>
        </div>
      </KeyForm>
    </Sheet>
  );
}

type HandOverSheetProps = {
  path: string;
  person: StaffMember;
  managers: readonly { id: string; name: string }[];
};

/** Whoever leaves or is away for long gives their customers to another manager. */
export function HandOverSheet({ path, person, managers }: HandOverSheetProps) {
  const words = useWords(adminWords).staff;
  return (
    <Sheet title={words.handOver}>
      <KeyForm action={path} className="form">
        <p>{words.accounts(person.accountCount)}</p>
        <Select
          name="managerId"
          label={words.taker}
          required
          options={managers.map(({ id, name }) => ({ value: id, word: name }))}
        />
        <div className="form-actions">
          <Button name="intent" value="hand-over">
            {words.handOverButton}
          </Button>
        </div>
      </KeyForm>
    </Sheet>
  );
}

export function EndSheet({ path, person }: { path: string; person: StaffMember }) {
  const words = useWords(adminWords).staff;
  return (
    <Sheet title={words.end}>
      <KeyForm action={path} className="form">
        <p>{words.endText(person.name)}</p>
        {person.accountCount > 0 && <Notice kind="watch">{words.handOverFirst}</Notice>}
        <Textarea name="reason" id="end-reason" label={words.reason} required maxLength={500} rows={2} />
        <div className="form-actions">
          <Button name="intent" value="end" kind="danger">
            {words.endButton}
          </Button>
        </div>
      </KeyForm>
    </Sheet>
  );
}
