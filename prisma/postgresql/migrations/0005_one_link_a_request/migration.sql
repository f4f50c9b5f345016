-- AlterTable
ALTER TABLE "Invitation" ADD COLUMN     "requestId" TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "Invitation_requestId_key" ON "Invitation"("requestId");
