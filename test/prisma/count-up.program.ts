/** `count-up URL TIMES JOB-ID`: reads a counter and writes it back one higher, each time in a transaction. */
import { createDb } from '#prisma/client.ts';

const [url = '', times = '0', id = ''] = process.argv.slice(2);
const db = createDb(url);
for (let round = 0; round < Number(times); round += 1) {
  await db.$transaction(async (tx) => {
    const { attempts } = await tx.job.findUniqueOrThrow({ where: { id }, select: { attempts: true } });
    await tx.job.update({ where: { id }, data: { attempts: attempts + 1 } });
    await tx.spentChallenge.create({
      data: { challengeHash: `${process.pid}-${round}`, purpose: 'sign-in', expiresAt: new Date(0) },
    });
  });
}
await db.$disconnect();
