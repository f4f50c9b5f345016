-- AlterTable
ALTER TABLE "Installation" ADD COLUMN     "logoVersion" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "AttestationArchive" ALTER COLUMN "verifierVersion" SET DATA TYPE TEXT;
