-- CreateTable
CREATE TABLE "ServerPin" (
    "keyId" TEXT NOT NULL PRIMARY KEY,
    "hash" TEXT NOT NULL,
    "mustChange" BOOLEAN NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "blockedUntil" DATETIME,
    "setAt" DATETIME NOT NULL,
    "expiresAt" DATETIME,
    CONSTRAINT "ServerPin_keyId_fkey" FOREIGN KEY ("keyId") REFERENCES "Key" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Proposal" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "approver" TEXT NOT NULL,
    "accountId" TEXT,
    "subjectId" TEXT,
    "payloadJson" TEXT NOT NULL,
    "payloadHash" TEXT NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "status" TEXT NOT NULL DEFAULT 'open',
    "proposedById" TEXT NOT NULL,
    "proposedAt" DATETIME NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "effectiveAt" DATETIME,
    "decidedById" TEXT,
    "decidedWithKeyId" TEXT,
    "decidedAt" DATETIME
);

-- CreateTable
CREATE TABLE "MetadataBlob" (
    "number" BIGINT NOT NULL PRIMARY KEY,
    "nextUpdateOn" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "entryCount" INTEGER NOT NULL,
    "importedById" TEXT,
    "importedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "MetadataEntry" (
    "aaguid" TEXT NOT NULL PRIMARY KEY,
    "number" INTEGER NOT NULL,
    "description" TEXT NOT NULL,
    "rootsPem" TEXT NOT NULL,
    "statementJson" TEXT NOT NULL,
    "statusJson" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "Deputy" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "managerId" TEXT NOT NULL,
    "deputyId" TEXT NOT NULL,
    "fromOn" TEXT NOT NULL,
    "toOn" TEXT NOT NULL,
    "createdById" TEXT,
    "createdAt" DATETIME NOT NULL,
    "endedAt" DATETIME,
    CONSTRAINT "Deputy_managerId_fkey" FOREIGN KEY ("managerId") REFERENCES "Holder" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Deputy_deputyId_fkey" FOREIGN KEY ("deputyId") REFERENCES "Holder" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Letter" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "holderId" TEXT,
    "address" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "paramsJson" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "claimedAt" DATETIME,
    "sentAt" DATETIME,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextTryAt" DATETIME NOT NULL,
    "lastError" TEXT
);

-- CreateTable
CREATE TABLE "LimitUse" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "used" INTEGER NOT NULL,
    "windowEndsAt" DATETIME NOT NULL
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Invitation" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "keyId" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "claimCodeHash" TEXT,
    "claimTriesLeft" INTEGER NOT NULL,
    "opensLeft" INTEGER NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'open',
    "requestId" TEXT,
    "createdById" TEXT,
    "createdAt" DATETIME NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "completedAt" DATETIME,
    CONSTRAINT "Invitation_keyId_fkey" FOREIGN KEY ("keyId") REFERENCES "Key" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_Invitation" ("claimCodeHash", "claimTriesLeft", "completedAt", "createdAt", "createdById", "expiresAt", "id", "keyId", "opensLeft", "requestId", "status", "tokenHash") SELECT "claimCodeHash", "claimTriesLeft", "completedAt", "createdAt", "createdById", "expiresAt", "id", "keyId", "opensLeft", "requestId", "status", "tokenHash" FROM "Invitation";
DROP TABLE "Invitation";
ALTER TABLE "new_Invitation" RENAME TO "Invitation";
CREATE UNIQUE INDEX "Invitation_tokenHash_key" ON "Invitation"("tokenHash");
CREATE UNIQUE INDEX "Invitation_requestId_key" ON "Invitation"("requestId");
CREATE INDEX "Invitation_keyId_status_idx" ON "Invitation"("keyId", "status");
CREATE TABLE "new_Key" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL DEFAULT 'fido2',
    "status" TEXT NOT NULL,
    "holderId" TEXT,
    "accountId" TEXT,
    "label" TEXT NOT NULL,
    "serial" TEXT,
    "liveSerial" TEXT,
    "cardNumber" TEXT,
    "batch" TEXT,
    "costMinor" BIGINT,
    "costCurrency" TEXT,
    "modelName" TEXT,
    "attestation" TEXT,
    "evidence" TEXT,
    "orderId" TEXT,
    "replacesKeyId" TEXT,
    "previousKeyId" TEXT,
    "issuedById" TEXT,
    "receivedAt" DATETIME,
    "issuedAt" DATETIME,
    "shippedAt" DATETIME,
    "activatedAt" DATETIME,
    "suspendedAt" DATETIME,
    "lostAt" DATETIME,
    "revokedAt" DATETIME,
    "destroyedAt" DATETIME,
    "statusReason" TEXT,
    "lastUsedAt" DATETIME,
    "signsFrom" DATETIME,
    "reminderSentAt" DATETIME,
    "stopCodeHash" TEXT,
    CONSTRAINT "Key_holderId_fkey" FOREIGN KEY ("holderId") REFERENCES "Holder" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "Key_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "CustomerAccount" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);
INSERT INTO "new_Key" ("accountId", "activatedAt", "attestation", "holderId", "id", "issuedAt", "issuedById", "kind", "label", "lastUsedAt", "modelName", "revokedAt", "serial", "status", "statusReason", "suspendedAt") SELECT "accountId", "activatedAt", "attestation", "holderId", "id", "issuedAt", "issuedById", "kind", "label", "lastUsedAt", "modelName", "revokedAt", "serial", "status", "statusReason", "suspendedAt" FROM "Key";
DROP TABLE "Key";
ALTER TABLE "new_Key" RENAME TO "Key";
CREATE UNIQUE INDEX "Key_liveSerial_key" ON "Key"("liveSerial");
CREATE UNIQUE INDEX "Key_cardNumber_key" ON "Key"("cardNumber");
CREATE UNIQUE INDEX "Key_stopCodeHash_key" ON "Key"("stopCodeHash");
CREATE INDEX "Key_accountId_status_idx" ON "Key"("accountId", "status");
CREATE INDEX "Key_holderId_status_idx" ON "Key"("holderId", "status");
CREATE INDEX "Key_status_label_id_idx" ON "Key"("status", "label", "id");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

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

-- Keys of before were received when they were issued; a serial counts where no two keys share it.
UPDATE "Key" SET "receivedAt" = "issuedAt";
UPDATE "Key" SET "liveSerial" = "serial" WHERE "serial" IS NOT NULL AND "status" <> 'revoked' AND (
  SELECT COUNT(*) FROM "Key" AS "other" WHERE "other"."serial" = "Key"."serial" AND "other"."status" <> 'revoked'
) = 1;
