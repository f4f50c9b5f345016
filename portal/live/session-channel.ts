/** How the tabs of a browser tell each other that the session goes on: one that was left locked then opens its page again. */
export const SESSION_CHANNEL = 'brelok-session';
export const OPEN_AGAIN = 'open';
