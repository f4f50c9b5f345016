-- AlterTable
ALTER TABLE "Invitation" ADD COLUMN "confirmedAt" DATETIME;
ALTER TABLE "Invitation" ADD COLUMN "opensAt" DATETIME;
