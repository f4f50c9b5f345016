-- CreateTable
CREATE TABLE "Claim" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "sourceId" TEXT NOT NULL,
    "counterpartyId" TEXT NOT NULL,
    "orderId" TEXT NOT NULL,
    "shipmentId" TEXT,
    "formId" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "wish" TEXT NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "sentAt" DATETIME NOT NULL,
    "sentById" TEXT NOT NULL,
    "decision" TEXT,
    "decidedAt" DATETIME,
    "decidedById" TEXT,
    "answer" TEXT,
    CONSTRAINT "Claim_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "CustomerAccount" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ClaimLine" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "claimId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "orderLineId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "quantity" TEXT NOT NULL,
    "sku" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    CONSTRAINT "ClaimLine_claimId_fkey" FOREIGN KEY ("claimId") REFERENCES "Claim" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_OutboxEntry" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "requestId" TEXT,
    "claimId" TEXT,
    "sourceId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "keyId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "dueAt" DATETIME NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "triedAt" DATETIME,
    "releasedAt" DATETIME,
    "vouchedAt" DATETIME,
    "exchangeId" TEXT,
    "externalId" TEXT,
    "number" TEXT,
    "fault" TEXT,
    "faultDetail" TEXT,
    "toldAt" DATETIME,
    "settledAt" DATETIME,
    "settledById" TEXT,
    "reason" TEXT,
    CONSTRAINT "OutboxEntry_requestId_fkey" FOREIGN KEY ("requestId") REFERENCES "OrderRequest" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "OutboxEntry_claimId_fkey" FOREIGN KEY ("claimId") REFERENCES "Claim" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "OutboxEntry_keyId_fkey" FOREIGN KEY ("keyId") REFERENCES "Key" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_OutboxEntry" ("attempts", "createdAt", "dueAt", "exchangeId", "externalId", "fault", "faultDetail", "id", "key", "keyId", "number", "reason", "releasedAt", "requestId", "settledAt", "settledById", "sourceId", "state", "toldAt", "triedAt", "vouchedAt") SELECT "attempts", "createdAt", "dueAt", "exchangeId", "externalId", "fault", "faultDetail", "id", "key", "keyId", "number", "reason", "releasedAt", "requestId", "settledAt", "settledById", "sourceId", "state", "toldAt", "triedAt", "vouchedAt" FROM "OutboxEntry";
DROP TABLE "OutboxEntry";
ALTER TABLE "new_OutboxEntry" RENAME TO "OutboxEntry";
CREATE UNIQUE INDEX "OutboxEntry_requestId_key" ON "OutboxEntry"("requestId");
CREATE UNIQUE INDEX "OutboxEntry_claimId_key" ON "OutboxEntry"("claimId");
CREATE UNIQUE INDEX "OutboxEntry_key_key" ON "OutboxEntry"("key");
CREATE INDEX "OutboxEntry_state_dueAt_idx" ON "OutboxEntry"("state", "dueAt");
CREATE INDEX "OutboxEntry_sourceId_state_createdAt_idx" ON "OutboxEntry"("sourceId", "state", "createdAt");
CREATE INDEX "OutboxEntry_exchangeId_idx" ON "OutboxEntry"("exchangeId");
CREATE INDEX "OutboxEntry_keyId_idx" ON "OutboxEntry"("keyId");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE UNIQUE INDEX "Claim_number_key" ON "Claim"("number");

-- CreateIndex
CREATE INDEX "Claim_accountId_sentAt_id_idx" ON "Claim"("accountId", "sentAt", "id");

-- CreateIndex
CREATE INDEX "Claim_accountId_orderId_idx" ON "Claim"("accountId", "orderId");

-- CreateIndex
CREATE UNIQUE INDEX "Claim_accountId_formId_key" ON "Claim"("accountId", "formId");

-- CreateIndex
CREATE UNIQUE INDEX "ClaimLine_claimId_orderLineId_key" ON "ClaimLine"("claimId", "orderLineId");
