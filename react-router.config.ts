import type { Config } from '@react-router/dev/config';

export default {
  appDirectory: 'portal',
  buildDirectory: '.build',
  ssr: true,
  serverBuildFile: 'index.js',
  routeDiscovery: { mode: 'initial' },
} satisfies Config;
