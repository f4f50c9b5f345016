-- AlterTable
ALTER TABLE "ServerPin" ADD COLUMN     "forgiven" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "Membership" ADD COLUMN     "keysUntil" TIMESTAMP(3);
