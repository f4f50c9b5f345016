-- AlterTable
ALTER TABLE "Session" ADD COLUMN     "lockedReason" TEXT,
ADD COLUMN     "presenceSeenAt" TIMESTAMP(3),
ADD COLUMN     "presenceSequence" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "watchId" TEXT,
ADD COLUMN     "watchedBy" TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "Session_watchId_key" ON "Session"("watchId");
