-- AlterTable
ALTER TABLE "OutboxEntry" ADD COLUMN "toldAt" DATETIME;
