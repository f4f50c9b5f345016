/**
 * Everything that the audit log can tell, as one closed union (ADM-05). An event names people, companies, keys and
 * documents by id only, so that erasing a person elsewhere leaves the chain whole. PINs, claim codes, cookies and
 * challenges have no field here, and must not be put into `note` or `details`.
 */

/** A new event is one line here; the compiler then knows what it must carry. */
type EventTypes = {
  key_received: About<'keyId'>;
  key_issued: About<'keyId' | 'holderId'>;
  invitation_issued: About<'keyId' | 'holderId'>;
  invitation_withdrawn: About<'keyId'>;
  invitation_confirmed: About<'keyId' | 'holderId'>;
  invitation_refused: About;
  ticket_minted: About;
  proposal_made: About<'accountId', 'proposalId' | 'kind'>;
  proposal_approved: About<'accountId', 'proposalId' | 'kind'>;
  proposal_declined: About<'accountId', 'proposalId' | 'kind'>;
  proposal_overtaken: About<'accountId', 'proposalId' | 'kind'>;
  staff_proposal_made: About<never, 'proposalId' | 'kind'>;
  staff_proposal_approved: About<never, 'proposalId' | 'kind'>;
  staff_proposal_declined: About<never, 'proposalId' | 'kind'>;
  staff_proposal_withdrawn: About<never, 'proposalId' | 'kind'>;
  staff_proposal_due: About<never, 'proposalId' | 'kind'>;
  staff_proposal_overtaken: About<never, 'proposalId' | 'kind'>;
  staff_noticed: About<never, 'about'>;
  key_registered: About<'keyId' | 'holderId'>;
  registration_refused: About;
  key_suspended: About<'keyId'>;
  key_resumed: About<'keyId'>;
  key_revoked: About<'keyId'>;
  dongle_secret_set: About<'keyId'>;
  agent_enrolled: About<'holderId' | 'accountId', 'agentId'>;
  agent_refused: About;
  agent_revoked: About<'accountId', 'agentId'>;
  computer_added: About<'keyId' | 'holderId' | 'accountId', 'agentId'>;
  computer_refused: About<'keyId'>;
  computer_removed: About<'holderId' | 'accountId', 'agentId'>;
  key_watched: About<'keyId' | 'sessionId', 'agentId' | 'pluggedKeys'>;
  key_watch_refused: About<'keyId' | 'sessionId'>;
  agent_keys_changed: About<never, 'version' | 'step'>;
  pin_changed: About<'keyId' | 'holderId'>;
  pin_refused: About<'keyId' | 'holderId'>;
  pin_reset: About<'keyId'>;
  pin_unlocked: About<'keyId'>;
  key_shipped: About<'keyId'>;
  key_lost: About<'keyId'>;
  key_destroyed: About<'keyId'>;
  stop_code_made: About<'keyId'>;
  key_reminder_written: About<'keyId' | 'holderId'>;

  sign_in: About<'keyId' | 'holderId' | 'sessionId'>;
  sign_in_refused: About;
  step_up: About<'keyId' | 'holderId' | 'sessionId', 'action' | 'object' | 'deedHash' | 'evidence'>;
  step_up_refused: About<'keyId' | 'sessionId', 'action'>;
  session_started: About<'sessionId'>;
  session_locked: About<'sessionId'>;
  session_resumed: About<'sessionId'>;
  session_ended: About<'sessionId'>;
  sessions_ended_elsewhere: About<'holderId'>;
  account_chosen: About<'sessionId' | 'accountId'>;
  permission_refused: About<'sessionId'>;
  limit_reached: About;
  alarm_raised: About<never, 'alarmId' | 'kind'>;
  alarm_settled: About<never, 'alarmId'>;

  holder_added: About<'holderId'>;
  holder_changed: About<'holderId'>;
  staff_added: About<'holderId'>;
  staff_changed: About<'holderId'>;
  deputy_named: About<'holderId', 'deputyId' | 'fromOn' | 'toOn'>;
  deputy_ended: About<'holderId', 'deputyId' | 'fromOn' | 'toOn'>;
  account_opened: About<'accountId'>;
  account_closed: About<'accountId'>;
  account_manager_changed: About<'accountId'>;
  membership_added: About<'accountId' | 'holderId'>;
  membership_changed: About<'accountId' | 'holderId'>;
  membership_removed: About<'accountId' | 'holderId'>;
  tie_proposed: About<'accountId', 'sourceId' | 'counterpartyId'>;
  tie_confirmed: About<'accountId', 'sourceId' | 'counterpartyId'>;
  tie_ended: About<'accountId', 'sourceId' | 'counterpartyId'>;
  tie_quarantined: About<'accountId', 'sourceId' | 'counterpartyId'>;
  rows_quarantined: About<never, 'sourceId' | 'kind' | 'rows'>;
  row_confirmed: About<never, 'sourceId' | 'kind' | 'rowId'>;
  price_list_assigned: About<'accountId', 'priceListId'>;
  price_list_withdrawn: About<'accountId', 'priceListId'>;

  order_request_sent: About<'accountId' | 'keyId', 'requestId'>;
  order_request_taken: About<'accountId', 'requestId'>;
  order_request_refused: About<'accountId', 'requestId'>;
  order_request_released: About<'accountId', 'requestId'>;

  claim_sent: About<'accountId' | 'keyId', 'claimId'>;
  claim_taken: About<'accountId', 'claimId'>;
  claim_accepted: About<'accountId', 'claimId'>;
  claim_refused: About<'accountId', 'claimId'>;
  claim_released: About<'accountId', 'claimId'>;

  discount_created: About<never, 'discountId'>;
  discount_changed: About<never, 'discountId'>;
  discount_ended: About<never, 'discountId'>;
  discount_tied: About<'accountId' | 'keyId', 'discountId'>;
  discount_untied: About<'accountId' | 'keyId', 'discountId'>;

  document_opened: About<'accountId', 'documentId'>;
  export_downloaded: About<'accountId', 'kind'>;
  key_report_exported: About<never, 'kind'>;
  audit_exported: About;

  source_added: About<never, 'sourceId'>;
  source_changed: About<never, 'sourceId'>;
  exchange_opened: About<never, 'sourceId'>;
  exchange_closed: About<never, 'sourceId'>;
  exchange_refused: About;
  tracking_refused: About;
  import_started: About<never, 'sourceId'>;
  import_finished: About<never, 'sourceId'>;
  import_refused: About<never, 'sourceId'>;
  policy_changed: About<never, 'version'>;
  key_model_added: About<never, 'aaguid'>;
  key_model_changed: About<never, 'aaguid'>;
  key_model_removed: About<never, 'aaguid'>;
  metadata_imported: About<never, 'number'>;
  metadata_refused: About;
  company_settings_changed: About;
  audit_key_changed: About<never, 'fromKey' | 'toKey' | 'proof'>;
  installation_created: About;
  database_migrated: About;
  demo_generated: About;
};

export type AuditEventType = keyof EventTypes;

type Subject = 'accountId' | 'holderId' | 'keyId' | 'sessionId';
type About<Subjects extends Subject = never, Details extends string = never> = {
  subjects: Subjects;
  details: Details;
};

/** A reference, a code or a count. Never a name, and never anything that opens something. */
export type AuditDetail = string | number | boolean | null;

/** For `actorId`: the installation itself did it (a job, the command line, a program start). */
export const SYSTEM_ACTOR = 'system';

/** What every event may carry. */
type Circumstances = {
  at: Date;
  result: 'ok' | 'refused';
  /** Holder who acted, or `SYSTEM_ACTOR`. Absent while nobody has proven who they are. */
  actorId?: string | null | undefined;
  /** A code of ours, such as `wrong_code`. */
  reason?: string | null | undefined;
  /** The reason in the words of whoever acted. */
  note?: string | null | undefined;
  /** Trust tier of the session. */
  tier?: number | null | undefined;
  /** For whom the actor stands in: of these the manager of `accountId` is written down, as `deputyFor`. */
  standsInFor?: readonly string[] | undefined;
  /** Where the request came from. `userAgentHash` is the SHA-256 of the header, in hex. */
  trace?: { ip: string; userAgentHash: string } | undefined;
};

type EventOf<Type extends AuditEventType> = { type: Type } & Circumstances & {
    [Name in Exclude<Subject, EventTypes[Type]['subjects']>]?: string | null | undefined;
  } & Record<EventTypes[Type]['subjects'], string> &
  Details<EventTypes[Type]['details']>;

type Details<Names extends string> = [Names] extends [never]
  ? { details?: Record<string, AuditDetail> }
  : { details: Record<Names, AuditDetail> & Record<string, AuditDetail> };

export type AuditEvent = { [Type in AuditEventType]: EventOf<Type> }[AuditEventType];
