-- CreateTable
CREATE TABLE "DongleAgent" (
    "keyId" TEXT NOT NULL,
    "agentId" TEXT NOT NULL,
    "addedAt" TIMESTAMP(3) NOT NULL,
    "lastUsedAt" TIMESTAMP(3),
    "removedAt" TIMESTAMP(3),

    CONSTRAINT "DongleAgent_pkey" PRIMARY KEY ("keyId","agentId")
);

-- Each dongle had one agent; what was is kept.
INSERT INTO "DongleAgent" ("keyId", "agentId", "addedAt", "lastUsedAt")
SELECT "Dongle"."keyId", "Dongle"."agentId", COALESCE("Dongle"."registeredAt", "Agent"."enrolledAt"), "Agent"."lastUsedAt"
FROM "Dongle" JOIN "Agent" ON "Agent"."id" = "Dongle"."agentId";

-- DropForeignKey
ALTER TABLE "Dongle" DROP CONSTRAINT "Dongle_agentId_fkey";

-- DropIndex
DROP INDEX "Dongle_agentId_idx";

-- AlterTable
ALTER TABLE "Agent" ADD COLUMN     "name" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "Dongle" DROP COLUMN "agentId";

-- AlterTable
ALTER TABLE "Invitation" ADD COLUMN     "purpose" TEXT NOT NULL DEFAULT 'key';

-- CreateIndex
CREATE INDEX "DongleAgent_agentId_idx" ON "DongleAgent"("agentId");

-- CreateIndex
CREATE INDEX "Agent_holderId_revokedAt_idx" ON "Agent"("holderId", "revokedAt");

-- AddForeignKey
ALTER TABLE "DongleAgent" ADD CONSTRAINT "DongleAgent_keyId_fkey" FOREIGN KEY ("keyId") REFERENCES "Dongle"("keyId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DongleAgent" ADD CONSTRAINT "DongleAgent_agentId_fkey" FOREIGN KEY ("agentId") REFERENCES "Agent"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AlterTable
ALTER TABLE "Session" ADD COLUMN "agentProtection" TEXT;

-- Every agent until now keeps its key in a file.
UPDATE "Session" SET "agentProtection" = 'file' WHERE "watchedBy" IS NOT NULL;
