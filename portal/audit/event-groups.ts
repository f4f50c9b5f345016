import type { AuditEventType } from '#auth/audit/audit-event.ts';

export const EVENT_GROUPS = [
  'sign-in',
  'keys',
  'people',
  'accounts',
  'discounts',
  'data',
  'sources',
  'rules',
] as const;
/** What an event is about, for filtering. */
export type EventGroup = (typeof EVENT_GROUPS)[number];

/** A new type of event gets its group here; the compiler asks for it. */
const GROUP_OF: Readonly<Record<AuditEventType, EventGroup>> = {
  sign_in: 'sign-in',
  sign_in_refused: 'sign-in',
  step_up: 'sign-in',
  step_up_refused: 'sign-in',
  session_started: 'sign-in',
  session_locked: 'sign-in',
  session_resumed: 'sign-in',
  session_ended: 'sign-in',
  sessions_ended_elsewhere: 'sign-in',
  account_chosen: 'sign-in',
  permission_refused: 'sign-in',
  limit_reached: 'sign-in',

  key_received: 'keys',
  key_issued: 'keys',
  invitation_issued: 'keys',
  invitation_withdrawn: 'keys',
  invitation_confirmed: 'keys',
  invitation_refused: 'keys',
  ticket_minted: 'keys',
  proposal_made: 'people',
  proposal_approved: 'people',
  proposal_declined: 'people',
  key_registered: 'keys',
  registration_refused: 'keys',
  key_suspended: 'keys',
  key_resumed: 'keys',
  key_revoked: 'keys',
  pin_changed: 'keys',
  pin_refused: 'keys',
  pin_reset: 'keys',
  pin_unlocked: 'keys',
  key_shipped: 'keys',
  key_lost: 'keys',
  key_destroyed: 'keys',
  stop_code_made: 'keys',
  key_reminder_written: 'keys',
  alarm_raised: 'keys',
  alarm_settled: 'keys',

  holder_added: 'people',
  holder_changed: 'people',
  staff_added: 'people',
  staff_changed: 'people',
  deputy_named: 'people',
  deputy_ended: 'people',
  membership_added: 'people',
  membership_changed: 'people',
  membership_removed: 'people',

  account_opened: 'accounts',
  account_closed: 'accounts',
  account_manager_changed: 'accounts',
  tie_proposed: 'accounts',
  tie_confirmed: 'accounts',
  tie_ended: 'accounts',
  tie_quarantined: 'accounts',
  rows_quarantined: 'accounts',
  row_confirmed: 'accounts',
  price_list_assigned: 'accounts',
  price_list_withdrawn: 'accounts',

  discount_created: 'discounts',
  discount_changed: 'discounts',
  discount_ended: 'discounts',
  discount_tied: 'discounts',
  discount_untied: 'discounts',

  document_opened: 'data',
  export_downloaded: 'data',
  key_report_exported: 'data',
  audit_exported: 'data',

  source_added: 'sources',
  source_changed: 'sources',
  exchange_opened: 'sources',
  exchange_closed: 'sources',
  exchange_refused: 'sources',
  import_started: 'sources',
  import_finished: 'sources',
  import_refused: 'sources',

  policy_changed: 'rules',
  key_model_added: 'rules',
  key_model_changed: 'rules',
  key_model_removed: 'rules',
  staff_proposal_made: 'rules',
  staff_proposal_approved: 'rules',
  staff_proposal_declined: 'rules',
  staff_proposal_withdrawn: 'rules',
  staff_proposal_due: 'rules',
  staff_proposal_overtaken: 'rules',
  staff_noticed: 'rules',
  metadata_imported: 'rules',
  metadata_refused: 'rules',
  company_settings_changed: 'rules',
  audit_key_changed: 'rules',
  installation_created: 'rules',
  database_migrated: 'rules',
  demo_generated: 'rules',
};

/** All types of events. */
export const EVENT_TYPES = Object.keys(GROUP_OF) as readonly AuditEventType[]; // the keys of the literal above

/** The types of a group. */
export function typesOfGroup(group: EventGroup): AuditEventType[] {
  return EVENT_TYPES.filter((type) => GROUP_OF[type] === group);
}
