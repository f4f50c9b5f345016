-- AlterTable
ALTER TABLE "OrderLine" ADD COLUMN     "searchText" TEXT NOT NULL DEFAULT '';
