/** What portal, page and key-agent have agreed on beside the messages themselves. */

/** The agent tells it to pages of allowed origins, and nothing else about itself. */
export const PROTOCOL_VERSION = 1;

/** The only ports an agent listens on; a page tries them in this order, and names them in its connect-src. */
export const AGENT_PORTS = [17_700, 27_700, 37_700] as const;

/** A header that no form and no simple request can carry: it makes every browser ask first (preflight). */
export const AGENT_HEADER = 'x-key-agent';

/** Where an agent reports at the portal's origin. */
export const HEARTBEAT_PATH = '/agent/heartbeat';

/** No message is good for longer, whatever it says of itself. */
export const MESSAGE_LIFETIME_SECONDS = 60;

/** How far the clocks of an office PC and of the portal may stand apart. */
export const CLOCK_SKEW_SECONDS = 30;

/** How often an agent says that the key is still plugged in (SES-07). */
export const HEARTBEAT_INTERVAL_SECONDS = 5;
