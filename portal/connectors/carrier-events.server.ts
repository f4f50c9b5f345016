/** For callers that know no vendor: what carriers report, how they are asked, and what is held of it. */
export { storeEvents } from './tracking/store-events.server.ts';
export { makeDue } from './tracking/tracked-shipments.server.ts';
export { lockReadModel } from './engine/read-model-lock.server.ts';
export { isOpen, openCredentials, wentWell } from './tracking/poll-carrier.server.ts';
export { cdekCredentials, CDEK_ADDRESS } from './tracking/cdek/open-cdek.server.ts';
export { testCarrier } from './tracking/test-carrier.server.ts';
export { trackingOwner } from './tracking/credential-owner.ts';
export type { CarrierTest } from './tracking/test-carrier.server.ts';
export { isServiceAddress } from './connection/source-config.ts';
