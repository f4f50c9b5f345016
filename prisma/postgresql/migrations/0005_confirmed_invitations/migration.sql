-- AlterTable
ALTER TABLE "Invitation" ADD COLUMN     "confirmedAt" TIMESTAMP(3),
ADD COLUMN     "opensAt" TIMESTAMP(3);
