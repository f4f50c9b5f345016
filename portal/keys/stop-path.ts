/** The public page that takes a stop code; it stands on every hand-over sheet, so it never moves. */
export const STOP_PATH = '/stop';
