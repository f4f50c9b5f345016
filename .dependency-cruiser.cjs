/**
 * Who may import whom. One rule a folder: everything inside the project that is not named is forbidden.
 * The order of the business domains runs one way: a domain may import those to its left, never to its right.
 * A route puts a page together, so it may call any domain; nothing imports a route.
 */
const DOMAINS = [
  'freshness',
  'customers',
  'deputies',
  'prices',
  'discounts',
  'orders',
  'shipments',
  'invoices',
  'documents',
  'requests',
  'claims',
  'login',
  'dongles',
  'keys',
  'people',
  'letters',
  'stock',
  'my-key',
  'loyalty',
  'desk',
  'key-reports',
  'exchange',
  'tracking',
  'admin',
  'search',
  'home',
];

const OURS = '^(auth|key-agent|portal|prisma|test)/';

/** Files under `from` may import, of our own code, only what matches one of `allowed`. */
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { path: OURS, pathNot: allowed },
});

const leftOf = (domain) => DOMAINS.slice(0, DOMAINS.indexOf(domain));

/** Types and rules without I/O; any domain may use those of any other. */
const PURE = `^portal/(${DOMAINS.join('|')})/(?!.*(\\.server|\\.route|\\.browser)\\.)[^/]+\\.ts$`;

const domainRules = DOMAINS.map((domain) => ({
  name: `${domain}-imports-only-domains-to-its-left`,
  severity: 'error',
  from: { path: `^portal/${domain}/`, pathNot: [PURE, '\\.route\\.tsx?$'] },
  to: {
    path: `^portal/(${DOMAINS.join('|')})/`,
    pathNot: [PURE, ...[domain, ...leftOf(domain)].map((name) => `^portal/${name}/`)],
  },
}));

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'nothing-imports-a-route',
      severity: 'error',
      from: { path: OURS, pathNot: ['^test/', '^portal/routes\\.ts$'] },
      to: { path: '\\.route\\.tsx?$', dependencyTypesNot: ['type-only'] },
    },
    { name: 'nothing-imports-tests', severity: 'error', from: { pathNot: '^test/' }, to: { path: '^test/' } },
    only('prisma-imports-packages-only', '^prisma/', ['^prisma/']),
    only('wire-imports-packages-and-two-pure-files', '^auth/wire/', [
      '^auth/wire/',
      '^auth/ceremonies/(base64url|ed25519-point)\\.ts$',
    ]),
    {
      name: 'only-one-file-imports-node-hid',
      severity: 'error',
      from: { path: OURS, pathNot: '^key-agent/hid/node-hid-transport\\.ts$' },
      to: { path: '(^|/)node_modules/node-hid/' },
    },
    only('auth-imports-auth-and-the-database', '^auth/(?!wire/)', ['^auth/', '^prisma/client\\.ts$']),
    only('agent-imports-itself-and-wire', '^key-agent/', ['^key-agent/', '^auth/wire/']),
    only('lib-imports-lib', '^portal/lib/', ['^portal/lib/']),
    only('ui-imports-ui-and-lib', '^portal/ui/', ['^portal/ui/', '^portal/lib/']),
    only('pure-domain-files-stay-pure', PURE, [
      '^portal/lib/',
      `^portal/(${DOMAINS.join('|')})/(?!.*(\\.server|\\.route)\\.)[^/]+\\.ts$`,
      '^auth/permissions/',
      '^auth/keys/(card-number|evidence|key|key-choice|key-kind|shipping|stock-line)\\.ts$',
      '^auth/networks/',
      '^auth/wire/protocol\\.ts$',
      '^auth/policy/',
      '^auth/holders/notification-address\\.ts$',
    ]),
    only('connectors-know-the-port-and-pure-domain-words', '^portal/connectors/', [
      '^portal/connectors/',
      '^portal/lib/',
      `^portal/(${DOMAINS.join('|')})/(?!.*(\\.server|\\.route)\\.)[^/]+\\.ts$`,
      '^auth/audit/',
      '^auth/ties/',
      '^prisma/client\\.ts$',
    ]),
    {
      name: 'domains-never-import-a-vendor',
      severity: 'error',
      from: { path: `^portal/(${DOMAINS.join('|')})/` },
      to: {
        path: '^portal/connectors/(?!port\\.ts$|sync\\.server\\.ts$|freshness)',
        pathNot: '^portal/connectors/[a-z-]+\\.server\\.ts$',
      },
    },
    {
      name: 'routes-never-touch-the-database',
      severity: 'error',
      from: { path: '\\.route\\.tsx?$' },
      to: { path: '^prisma/' },
    },
    {
      name: 'only-prisma-folder-imports-the-generated-clients',
      severity: 'error',
      from: { path: OURS, pathNot: '^prisma/' },
      to: { path: '^prisma/generated/' },
    },
    ...domainRules,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(\\+types|\\.react-router|\\.build|\\.data)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'module-sync', 'module', 'require', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js'],
    },
  },
};
