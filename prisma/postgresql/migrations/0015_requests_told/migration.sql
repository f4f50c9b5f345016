-- AlterTable
ALTER TABLE "OutboxEntry" ADD COLUMN     "toldAt" TIMESTAMP(3);
