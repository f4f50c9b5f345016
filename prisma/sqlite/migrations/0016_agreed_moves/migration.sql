-- AlterTable
ALTER TABLE "MovedRow" ADD COLUMN "agreedAt" DATETIME;

-- CreateIndex
CREATE INDEX "MovedRow_agreedAt_idx" ON "MovedRow"("agreedAt");
