import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { PortalServices } from '../portal-services.server.ts';
import { createEnrolLink, enrolLine } from '../setup/enrol-link.server.ts';
import type { EnrolLink, EnrolRole } from '../setup/enrol-link.server.ts';

const DEMO_ROLES = ['administrator', 'account-manager', 'loyalty', 'customer'] as const;
const FILE = 'demo-links.json';

const KeptLink = z.object({
  role: z.enum(DEMO_ROLES),
  url: z.string(),
  claimCode: z.string(),
  holderName: z.string(),
  invitationId: z.string(),
  token: z.string(),
});

/**
 * The four lines that the demo prints at every start, one a role. A link that is still open is printed again (it is
 * kept beside the demo's keys, readable by the owner only); where none is open a new one is made.
 */
export async function mintDemoLinks(services: PortalServices): Promise<string[]> {
  const file = join(services.env.dataDir, FILE);
  const kept = readKept(file);
  const links: EnrolLink[] = [];
  for (const role of DEMO_ROLES) {
    const open = kept.find((link) => link.role === role && link.url.startsWith(`${services.env.origin}/`));
    const link = open !== undefined && (await isOpen(services, open)) ? open : await mint(services, role);
    if (link !== null) links.push(link);
  }
  writeFileSync(file, JSON.stringify(links, null, 2), { mode: 0o600 });
  return links.map(enrolLine);
}

/** What is damaged is worth nothing: new links are made. */
function readKept(file: string): EnrolLink[] {
  if (!existsSync(file)) return [];
  try {
    return z.array(KeptLink).safeParse(JSON.parse(readFileSync(file, 'utf8'))).data ?? [];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

async function isOpen({ db, now }: PortalServices, { invitationId }: EnrolLink): Promise<boolean> {
  const open = await db.invitation.count({
    where: {
      id: invitationId,
      status: 'open',
      expiresAt: { gt: now() },
      claimTriesLeft: { gt: 0 },
      opensLeft: { gt: 0 },
    },
  });
  return open === 1;
}

/** Somebody without a key first; when all have one, the first person gets a spare. */
async function mint({ db, auth, env }: PortalServices, role: EnrolRole): Promise<EnrolLink | null> {
  const where = role === 'customer' ? { kind: 'customer' } : { kind: 'staff', staffRole: role };
  const people = await db.holder.findMany({
    where: { ...where, isDemo: true, status: 'active' },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: {
      id: true,
      _count: { select: { keys: { where: { status: { in: ['active', 'suspended'] } } } } },
    },
  });
  const person = people.find(({ _count }) => _count.keys === 0) ?? people[0];
  if (person === undefined) return null;
  const outcome = await createEnrolLink(
    { db, auth, env, terminal: null },
    { role, holder: person.id, name: null, isBreakGlass: false },
  );
  return outcome.ok ? outcome.link : null;
}
