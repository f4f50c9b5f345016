-- AlterTable
ALTER TABLE "ImportRun" ADD COLUMN     "progressJson" TEXT;
