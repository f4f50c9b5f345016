-- AlterTable
ALTER TABLE "OutboxEntry" ADD COLUMN     "vouchedAt" TIMESTAMP(3);

-- Whoever released a request until now vouched for it.
UPDATE "OutboxEntry" SET "vouchedAt" = "releasedAt" WHERE "releasedAt" IS NOT NULL;
