-- AlterTable
ALTER TABLE "MovedRow" ADD COLUMN     "agreedAt" TIMESTAMP(3);

-- CreateIndex
CREATE INDEX "MovedRow_agreedAt_idx" ON "MovedRow"("agreedAt");
