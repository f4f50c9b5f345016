-- CreateTable
CREATE TABLE "Agent" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "kid" TEXT NOT NULL,
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

-- CreateTable
CREATE TABLE "Dongle" (
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
    "agentId" TEXT,
    CONSTRAINT "Dongle_keyId_fkey" FOREIGN KEY ("keyId") REFERENCES "Key" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Dongle_agentId_fkey" FOREIGN KEY ("agentId") REFERENCES "Agent" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "AgentPortalKey" (
    "kid" TEXT NOT NULL PRIMARY KEY,
    "use" TEXT NOT NULL,
    "publicJwk" TEXT NOT NULL,
    "privateSealed" TEXT NOT NULL,
    "sinceVersion" INTEGER NOT NULL,
    "untilVersion" INTEGER,
    "createdAt" DATETIME NOT NULL
);

-- CreateIndex
CREATE UNIQUE INDEX "Agent_kid_key" ON "Agent"("kid");

-- CreateIndex
CREATE INDEX "Agent_accountId_revokedAt_idx" ON "Agent"("accountId", "revokedAt");

-- CreateIndex
CREATE INDEX "Dongle_agentId_idx" ON "Dongle"("agentId");

-- CreateIndex
CREATE UNIQUE INDEX "Dongle_proofKind_serial_key" ON "Dongle"("proofKind", "serial");

-- CreateIndex
CREATE UNIQUE INDEX "AgentPortalKey_use_sinceVersion_key" ON "AgentPortalKey"("use", "sinceVersion");
