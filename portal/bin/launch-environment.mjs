/**
 * The environment of the portal's programs. An operator's NODE_ENV=production chooses production mode;
 * the program itself always runs with NODE_ENV=production, without which React renders ten times slower.
 */
export function launchEnvironment() {
  const mode = process.env.BRELOK_MODE || (process.env.NODE_ENV === 'production' ? 'production' : 'demo');
  return { ...process.env, BRELOK_MODE: mode, NODE_ENV: 'production' };
}
