-- AlterTable
ALTER TABLE "Document" ALTER COLUMN "mediaType" DROP NOT NULL,
ALTER COLUMN "sizeBytes" DROP NOT NULL,
ALTER COLUMN "sha256" DROP NOT NULL,
ALTER COLUMN "fileName" DROP NOT NULL;

-- AlterTable
ALTER TABLE "OutboxEntry" ADD COLUMN     "toldAt" TIMESTAMP(3);

-- CreateTable
CREATE TABLE "DocumentCopy" (
    "documentId" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "sourceId" TEXT NOT NULL,
    "askedAt" TIMESTAMP(3) NOT NULL,
    "dueAt" TIMESTAMP(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "fault" TEXT,
    "keptAt" TIMESTAMP(3),
    "mediaType" TEXT,
    "sizeBytes" INTEGER,
    "sha256" TEXT,

    CONSTRAINT "DocumentCopy_pkey" PRIMARY KEY ("documentId","accountId","version")
);

-- CreateIndex
CREATE INDEX "DocumentCopy_dueAt_idx" ON "DocumentCopy"("dueAt");

-- CreateIndex
CREATE INDEX "DocumentCopy_sourceId_dueAt_idx" ON "DocumentCopy"("sourceId", "dueAt");
