import { reactRouter } from '@react-router/dev/vite';
import { defineConfig } from 'vite';

/**
 * The server's own entry is the input of the server build: one bundle, so that a class or a module's state
 * exists once (see "Build" in portal/README.md).
 */
export default defineConfig(({ isSsrBuild }) => ({
  plugins: [reactRouter()],
  build: {
    assetsInlineLimit: 0,
    sourcemap: isSsrBuild === true,
    ...(isSsrBuild === true ? { rollupOptions: { input: './portal/server.ts' } } : {}),
  },
}));
