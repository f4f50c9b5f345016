import { PEOPLE } from '../support/people.ts';
import type { PersonName } from '../support/people.ts';
import { enrol, expect, signIn, test } from './portal-fixture.ts';

/** What the sections of each lead to. Everything else of the portal is closed to them. */
const SECTIONS: Readonly<Partial<Record<PersonName, readonly string[]>>> = {
  owner: ['/home', '/orders', '/prices', '/discounts', '/documents', '/people'],
  receiver: ['/home', '/orders', '/documents'],
  manager: ['/desk', '/desk/stock', '/desk/requests', '/desk/claims', '/desk/ties', '/desk/deputies'],
  loyalty: ['/loyalty'],
  administrator: [
    '/admin',
    '/desk/stock',
    '/admin/staff',
    '/admin/proposals',
    '/admin/policy',
    '/admin/sources',
    '/admin/company',
    '/audit',
  ],
  auditor: ['/audit', '/audit/policy'],
};
/** The rules' history is one page, to which the administrator has a nearer one. */
const ALSO_OPEN: Readonly<Partial<Record<PersonName, readonly string[]>>> = {
  administrator: ['/audit/policy'],
};
const ALL = [...new Set(Object.values(SECTIONS).flat())];

test('each of the four printed links opens the part of the portal that its person works in', async ({
  newPortal,
  openBrowser,
}) => {
  const homes = {
    administrator: '/admin',
    'account-manager': '/desk',
    loyalty: '/loyalty',
    customer: '/home',
  };
  for (const [role, home] of Object.entries(homes)) {
    const link = newPortal.links[role];
    if (link === undefined) throw new Error(`no link was printed for ${role}`);
    const page = await openBrowser();
    await enrol(page, link);
    await signIn(page, home);
    await expect(page.getByRole('contentinfo')).toContainText(link.name);
    await page.close();
  }
});

for (const [person, sections] of Object.entries(SECTIONS)) {
  test(`the ${person} is offered their own sections, and is refused all others`, async ({
    openBrowser,
    portal,
  }) => {
    const as = person as PersonName; // a key of a record of people
    const page = await openBrowser({ as });
    await page.goto(`${portal.origin}/`);
    await expect(page).toHaveURL(`${portal.origin}${PEOPLE[as].home}`);
    const hrefs = await page
      .getByRole('navigation', { name: 'Разделы' })
      .locator('a')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    expect(new Set(hrefs)).toEqual(new Set(sections));
    const closed = ALL.filter((path) => !sections.includes(path) && !(ALSO_OPEN[as] ?? []).includes(path));
    for (const path of ALL) {
      const response = await page.request.get(`${portal.origin}${path}`);
      expect([path, response.status()]).toEqual([path, closed.includes(path) ? 403 : 200]);
    }
    await page.goto(`${portal.origin}${closed[0]}`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ваш брелок этого не открывает');
  });
}

test('the auditor reads the log and the rules, and finds nothing to change there', async ({
  openBrowser,
  portal,
}) => {
  const page = await openBrowser({ as: 'auditor' });
  for (const path of ['/audit', '/audit/policy']) {
    await page.goto(`${portal.origin}${path}`);
    await expect(page.locator('main form[method=post]')).toHaveCount(0);
  }
});
