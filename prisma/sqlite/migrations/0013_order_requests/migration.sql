-- CreateTable
CREATE TABLE "OrderRequest" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "sourceId" TEXT NOT NULL,
    "counterpartyId" TEXT NOT NULL,
    "fromOrderId" TEXT,
    "customerReference" TEXT NOT NULL DEFAULT '',
    "note" TEXT NOT NULL DEFAULT '',
    "createdById" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "changedAt" DATETIME NOT NULL,
    "sentAt" DATETIME,
    "sentById" TEXT,
    "number" TEXT,
    "currency" TEXT,
    "isTaxIncluded" BOOLEAN,
    "totalMinor" BIGINT,
    "isSigned" BOOLEAN NOT NULL DEFAULT false,
    CONSTRAINT "OrderRequest_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "CustomerAccount" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "OrderRequestLine" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "requestId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "productId" TEXT NOT NULL,
    "quantity" TEXT NOT NULL,
    "sku" TEXT,
    "name" TEXT,
    "unit" TEXT,
    "unitPrice" TEXT,
    "netMinor" BIGINT,
    "isExpected" BOOLEAN NOT NULL DEFAULT false,
    CONSTRAINT "OrderRequestLine_requestId_fkey" FOREIGN KEY ("requestId") REFERENCES "OrderRequest" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "OutboxEntry" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "requestId" TEXT NOT NULL,
    "sourceId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "keyId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "dueAt" DATETIME NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "triedAt" DATETIME,
    "releasedAt" DATETIME,
    "exchangeId" TEXT,
    "externalId" TEXT,
    "number" TEXT,
    "fault" TEXT,
    "faultDetail" TEXT,
    "settledAt" DATETIME,
    "settledById" TEXT,
    "reason" TEXT,
    CONSTRAINT "OutboxEntry_requestId_fkey" FOREIGN KEY ("requestId") REFERENCES "OrderRequest" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "OutboxEntry_keyId_fkey" FOREIGN KEY ("keyId") REFERENCES "Key" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "OrderOutlet" (
    "sourceId" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "address" TEXT,
    "mappingJson" TEXT,
    "settingsJson" TEXT NOT NULL DEFAULT '{}',
    "credentialsSealed" TEXT,
    "changedAt" DATETIME NOT NULL,
    "closedAt" DATETIME,
    "stoppedBy" TEXT,
    CONSTRAINT "OrderOutlet_sourceId_fkey" FOREIGN KEY ("sourceId") REFERENCES "Source" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateIndex
CREATE UNIQUE INDEX "OrderRequest_number_key" ON "OrderRequest"("number");

-- CreateIndex
CREATE INDEX "OrderRequest_accountId_changedAt_id_idx" ON "OrderRequest"("accountId", "changedAt", "id");

-- CreateIndex
CREATE UNIQUE INDEX "OrderRequestLine_requestId_productId_key" ON "OrderRequestLine"("requestId", "productId");

-- CreateIndex
CREATE UNIQUE INDEX "OutboxEntry_requestId_key" ON "OutboxEntry"("requestId");

-- CreateIndex
CREATE UNIQUE INDEX "OutboxEntry_key_key" ON "OutboxEntry"("key");

-- CreateIndex
CREATE INDEX "OutboxEntry_state_dueAt_idx" ON "OutboxEntry"("state", "dueAt");

-- CreateIndex
CREATE INDEX "OutboxEntry_sourceId_state_createdAt_idx" ON "OutboxEntry"("sourceId", "state", "createdAt");

-- CreateIndex
CREATE INDEX "OutboxEntry_exchangeId_idx" ON "OutboxEntry"("exchangeId");

-- CreateIndex
CREATE INDEX "OutboxEntry_keyId_idx" ON "OutboxEntry"("keyId");
