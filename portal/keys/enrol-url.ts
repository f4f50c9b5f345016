/** The address that a key is registered at. The token stands behind `#`, where browsers keep it to themselves. */
export function enrolUrl(origin: string, token: string): string {
  return `${origin}/enrol#${token}`;
}
