/** One line of JSON an event, to the standard error output. Codes and counts only: no serial, no message, no token. */
export type LogFields = Record<string, string | number | boolean>;
export type Log = (level: 'info' | 'warn', event: string, fields?: LogFields) => void;

export function createLog({ isQuiet, write }: { isQuiet: boolean; write: (line: string) => void }): Log {
  return (level, event, fields = {}) => {
    if (isQuiet && level === 'info') return;
    write(`${JSON.stringify({ at: new Date().toISOString(), level, event, ...fields })}\n`);
  };
}
