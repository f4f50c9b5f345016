-- AlterTable
ALTER TABLE "Alarm" ADD COLUMN     "openKey" TEXT;

-- Alarms that are open already count as such; of several about the same thing one does.
UPDATE "Alarm" SET "openKey" = "kind" || ' ' || COALESCE("keyId", '')
WHERE "id" IN (SELECT MIN("id") FROM "Alarm" WHERE "settledAt" IS NULL GROUP BY "kind", "keyId");

-- CreateIndex
CREATE UNIQUE INDEX "Alarm_openKey_key" ON "Alarm"("openKey");
