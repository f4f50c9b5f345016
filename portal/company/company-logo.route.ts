import { notFound } from '../http/refuse.server.ts';
import type { Route } from './+types/company-logo.route';

/** Another logo gets another address. */
const CACHE_POLICY = 'private, max-age=3600';

/** The company's logo, as the administrator uploaded it. Everybody may see it: the sign-in page shows it. */
export async function loader({ context }: Route.LoaderArgs) {
  const logo = await context.services.company.findLogo();
  if (logo === null) throw notFound();
  context.setCachePolicy(CACHE_POLICY);
  return new Response(new Uint8Array(logo.bytes), {
    headers: {
      'Content-Type': logo.mediaType,
      'Content-Disposition': 'inline',
    },
  });
}
