-- CreateTable
CREATE TABLE "DongleAgent" (
    "keyId" TEXT NOT NULL,
    "agentId" TEXT NOT NULL,
    "addedAt" DATETIME NOT NULL,
    "lastUsedAt" DATETIME,
    "removedAt" DATETIME,

    PRIMARY KEY ("keyId", "agentId"),
    CONSTRAINT "DongleAgent_keyId_fkey" FOREIGN KEY ("keyId") REFERENCES "Dongle" ("keyId") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "DongleAgent_agentId_fkey" FOREIGN KEY ("agentId") REFERENCES "Agent" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- Each dongle had one agent; what was is kept.
INSERT INTO "DongleAgent" ("keyId", "agentId", "addedAt", "lastUsedAt")
SELECT "Dongle"."keyId", "Dongle"."agentId", COALESCE("Dongle"."registeredAt", "Agent"."enrolledAt"), "Agent"."lastUsedAt"
FROM "Dongle" JOIN "Agent" ON "Agent"."id" = "Dongle"."agentId";

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Agent" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "kid" TEXT NOT NULL,
    "name" TEXT NOT NULL DEFAULT '',
    "publicJwk" TEXT NOT NULL,
    "protection" TEXT NOT NULL,
    "isPeerChecked" BOOLEAN NOT NULL,
    "version" TEXT NOT NULL,
    "holderId" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "approvedById" TEXT,
    "enrolledAt" DATETIME NOT NULL,
    "lastUsedAt" DATETIME,
    "revokedAt" DATETIME,
    "revokedById" TEXT,
    "revokeReason" TEXT,
    CONSTRAINT "Agent_holderId_fkey" FOREIGN KEY ("holderId") REFERENCES "Holder" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Agent_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "CustomerAccount" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_Agent" ("accountId", "approvedById", "enrolledAt", "holderId", "id", "isPeerChecked", "kid", "lastUsedAt", "protection", "publicJwk", "revokeReason", "revokedAt", "revokedById", "version") SELECT "accountId", "approvedById", "enrolledAt", "holderId", "id", "isPeerChecked", "kid", "lastUsedAt", "protection", "publicJwk", "revokeReason", "revokedAt", "revokedById", "version" FROM "Agent";
DROP TABLE "Agent";
ALTER TABLE "new_Agent" RENAME TO "Agent";
CREATE UNIQUE INDEX "Agent_kid_key" ON "Agent"("kid");
CREATE INDEX "Agent_accountId_revokedAt_idx" ON "Agent"("accountId", "revokedAt");
CREATE INDEX "Agent_holderId_revokedAt_idx" ON "Agent"("holderId", "revokedAt");
CREATE TABLE "new_Dongle" (
    "keyId" TEXT NOT NULL PRIMARY KEY,
    "proofKind" TEXT NOT NULL,
    "secretSealed" TEXT NOT NULL,
    "secretSetAt" DATETIME NOT NULL,
    "secretSetById" TEXT,
    "serial" TEXT,
    "slot" INTEGER,
    "padding" TEXT NOT NULL DEFAULT 'cut',
    "model" TEXT,
    "firmware" TEXT,
    "needsTouch" BOOLEAN NOT NULL DEFAULT false,
    "registeredAt" DATETIME,
    CONSTRAINT "Dongle_keyId_fkey" FOREIGN KEY ("keyId") REFERENCES "Key" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_Dongle" ("firmware", "keyId", "model", "needsTouch", "padding", "proofKind", "registeredAt", "secretSealed", "secretSetAt", "secretSetById", "serial", "slot") SELECT "firmware", "keyId", "model", "needsTouch", "padding", "proofKind", "registeredAt", "secretSealed", "secretSetAt", "secretSetById", "serial", "slot" FROM "Dongle";
DROP TABLE "Dongle";
ALTER TABLE "new_Dongle" RENAME TO "Dongle";
CREATE UNIQUE INDEX "Dongle_proofKind_serial_key" ON "Dongle"("proofKind", "serial");
CREATE TABLE "new_Invitation" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "keyId" TEXT NOT NULL,
    "purpose" TEXT NOT NULL DEFAULT 'key',
    "tokenHash" TEXT NOT NULL,
    "claimCodeHash" TEXT,
    "claimTriesLeft" INTEGER NOT NULL,
    "opensLeft" INTEGER NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'open',
    "requestId" TEXT,
    "createdById" TEXT,
    "createdAt" DATETIME NOT NULL,
    "opensAt" DATETIME,
    "expiresAt" DATETIME NOT NULL,
    "confirmedAt" DATETIME,
    "completedAt" DATETIME,
    CONSTRAINT "Invitation_keyId_fkey" FOREIGN KEY ("keyId") REFERENCES "Key" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_Invitation" ("claimCodeHash", "claimTriesLeft", "completedAt", "confirmedAt", "createdAt", "createdById", "expiresAt", "id", "keyId", "opensAt", "opensLeft", "requestId", "status", "tokenHash") SELECT "claimCodeHash", "claimTriesLeft", "completedAt", "confirmedAt", "createdAt", "createdById", "expiresAt", "id", "keyId", "opensAt", "opensLeft", "requestId", "status", "tokenHash" FROM "Invitation";
DROP TABLE "Invitation";
ALTER TABLE "new_Invitation" RENAME TO "Invitation";
CREATE UNIQUE INDEX "Invitation_tokenHash_key" ON "Invitation"("tokenHash");
CREATE UNIQUE INDEX "Invitation_requestId_key" ON "Invitation"("requestId");
CREATE INDEX "Invitation_keyId_status_idx" ON "Invitation"("keyId", "status");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE INDEX "DongleAgent_agentId_idx" ON "DongleAgent"("agentId");

-- AlterTable
ALTER TABLE "Session" ADD COLUMN "agentProtection" TEXT;

-- Every agent until now keeps its key in a file.
UPDATE "Session" SET "agentProtection" = 'file' WHERE "watchedBy" IS NOT NULL;
