import { Router } from 'express';

/**
 * `/healthz`: the process answers. `/readyz`: the database answers too, and the process is not draining.
 * Both stand before the framework and before every guard, and tell nothing else.
 */
export function healthRoutes({ isReady }: { isReady: () => Promise<boolean> }): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    response.setHeader('Cache-Control', 'no-store');
    response.type('text/plain').send('ok\n');
  });
  router.get('/readyz', async (_request, response) => {
    const ready = await isReady();
    response.setHeader('Cache-Control', 'no-store');
    response
      .status(ready ? 200 : 503)
      .type('text/plain')
      .send(ready ? 'ready\n' : 'not ready\n');
  });
  return router;
}
