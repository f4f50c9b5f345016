-- DropForeignKey
ALTER TABLE "Key" DROP CONSTRAINT "Key_holderId_fkey";

-- AlterTable
ALTER TABLE "Key" ADD COLUMN     "batch" TEXT,
ADD COLUMN     "cardNumber" TEXT,
ADD COLUMN     "costCurrency" TEXT,
ADD COLUMN     "costMinor" BIGINT,
ADD COLUMN     "destroyedAt" TIMESTAMP(3),
ADD COLUMN     "evidence" TEXT,
ADD COLUMN     "liveSerial" TEXT,
ADD COLUMN     "lostAt" TIMESTAMP(3),
ADD COLUMN     "orderId" TEXT,
ADD COLUMN     "previousKeyId" TEXT,
ADD COLUMN     "receivedAt" TIMESTAMP(3),
ADD COLUMN     "reminderSentAt" TIMESTAMP(3),
ADD COLUMN     "replacesKeyId" TEXT,
ADD COLUMN     "shippedAt" TIMESTAMP(3),
ADD COLUMN     "signsFrom" TIMESTAMP(3),
ADD COLUMN     "stopCodeHash" TEXT,
ALTER COLUMN "holderId" DROP NOT NULL,
ALTER COLUMN "issuedAt" DROP NOT NULL;

-- AlterTable
ALTER TABLE "Invitation" ALTER COLUMN "claimCodeHash" DROP NOT NULL;

-- CreateTable
CREATE TABLE "ServerPin" (
    "keyId" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "mustChange" BOOLEAN NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "blockedUntil" TIMESTAMP(3),
    "setAt" TIMESTAMP(3) NOT NULL,
    "expiresAt" TIMESTAMP(3),

    CONSTRAINT "ServerPin_pkey" PRIMARY KEY ("keyId")
);

-- CreateTable
CREATE TABLE "Proposal" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "approver" TEXT NOT NULL,
    "accountId" TEXT,
    "subjectId" TEXT,
    "payloadJson" TEXT NOT NULL,
    "payloadHash" TEXT NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "status" TEXT NOT NULL DEFAULT 'open',
    "proposedById" TEXT NOT NULL,
    "proposedAt" TIMESTAMP(3) NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "effectiveAt" TIMESTAMP(3),
    "decidedById" TEXT,
    "decidedWithKeyId" TEXT,
    "decidedAt" TIMESTAMP(3),

    CONSTRAINT "Proposal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MetadataBlob" (
    "number" BIGINT NOT NULL,
    "nextUpdateOn" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "entryCount" INTEGER NOT NULL,
    "importedById" TEXT,
    "importedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "MetadataBlob_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "MetadataEntry" (
    "aaguid" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "description" TEXT NOT NULL,
    "rootsPem" TEXT NOT NULL,
    "statementJson" TEXT NOT NULL,
    "statusJson" TEXT NOT NULL,

    CONSTRAINT "MetadataEntry_pkey" PRIMARY KEY ("aaguid")
);

-- CreateTable
CREATE TABLE "Deputy" (
    "id" TEXT NOT NULL,
    "managerId" TEXT NOT NULL,
    "deputyId" TEXT NOT NULL,
    "fromOn" TEXT NOT NULL,
    "toOn" TEXT NOT NULL,
    "createdById" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "endedAt" TIMESTAMP(3),

    CONSTRAINT "Deputy_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Letter" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "holderId" TEXT,
    "address" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "paramsJson" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "claimedAt" TIMESTAMP(3),
    "sentAt" TIMESTAMP(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextTryAt" TIMESTAMP(3) NOT NULL,
    "lastError" TEXT,

    CONSTRAINT "Letter_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LimitUse" (
    "name" TEXT NOT NULL,
    "used" INTEGER NOT NULL,
    "windowEndsAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "LimitUse_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE INDEX "Proposal_status_approver_proposedAt_idx" ON "Proposal"("status", "approver", "proposedAt");

-- CreateIndex
CREATE INDEX "Proposal_accountId_status_proposedAt_idx" ON "Proposal"("accountId", "status", "proposedAt");

-- CreateIndex
CREATE INDEX "Proposal_status_expiresAt_idx" ON "Proposal"("status", "expiresAt");

-- CreateIndex
CREATE INDEX "Deputy_deputyId_endedAt_toOn_idx" ON "Deputy"("deputyId", "endedAt", "toOn");

-- CreateIndex
CREATE INDEX "Deputy_managerId_endedAt_toOn_idx" ON "Deputy"("managerId", "endedAt", "toOn");

-- CreateIndex
CREATE INDEX "Letter_sentAt_nextTryAt_idx" ON "Letter"("sentAt", "nextTryAt");

-- CreateIndex
CREATE INDEX "LimitUse_windowEndsAt_idx" ON "LimitUse"("windowEndsAt");

-- CreateIndex
CREATE UNIQUE INDEX "Key_liveSerial_key" ON "Key"("liveSerial");

-- CreateIndex
CREATE UNIQUE INDEX "Key_cardNumber_key" ON "Key"("cardNumber");

-- CreateIndex
CREATE UNIQUE INDEX "Key_stopCodeHash_key" ON "Key"("stopCodeHash");

-- CreateIndex
CREATE INDEX "Key_status_label_id_idx" ON "Key"("status", "label", "id");

-- AddForeignKey
ALTER TABLE "Key" ADD CONSTRAINT "Key_holderId_fkey" FOREIGN KEY ("holderId") REFERENCES "Holder"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ServerPin" ADD CONSTRAINT "ServerPin_keyId_fkey" FOREIGN KEY ("keyId") REFERENCES "Key"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Deputy" ADD CONSTRAINT "Deputy_managerId_fkey" FOREIGN KEY ("managerId") REFERENCES "Holder"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Deputy" ADD CONSTRAINT "Deputy_deputyId_fkey" FOREIGN KEY ("deputyId") REFERENCES "Holder"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Keys of before were received when they were issued; a serial counts where no two keys share it.
UPDATE "Key" SET "receivedAt" = "issuedAt";
UPDATE "Key" SET "liveSerial" = "serial" WHERE "serial" IS NOT NULL AND "status" <> 'revoked' AND (
  SELECT COUNT(*) FROM "Key" AS "other" WHERE "other"."serial" = "Key"."serial" AND "other"."status" <> 'revoked'
) = 1;
