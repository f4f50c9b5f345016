-- CreateTable
CREATE TABLE "ExchangeAccess" (
    "id" TEXT NOT NULL,
    "sourceId" TEXT NOT NULL,
    "login" TEXT NOT NULL,
    "passwordHash" TEXT NOT NULL,
    "networks" TEXT NOT NULL DEFAULT '',
    "isRemovalAllowed" BOOLEAN NOT NULL DEFAULT false,
    "createdById" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "lastUsedAt" TIMESTAMP(3),
    "closedAt" TIMESTAMP(3),

    CONSTRAINT "ExchangeAccess_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ExchangeSession" (
    "id" TEXT NOT NULL,
    "accessId" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "byteCount" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "lastSeenAt" TIMESTAMP(3) NOT NULL,
    "importingAt" TIMESTAMP(3),
    "endedAt" TIMESTAMP(3),

    CONSTRAINT "ExchangeSession_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ExchangeFile" (
    "id" TEXT NOT NULL,
    "sessionId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "byteCount" INTEGER NOT NULL DEFAULT 0,
    "state" TEXT NOT NULL DEFAULT 'received',
    "message" TEXT NOT NULL DEFAULT '',
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "ExchangeFile_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ExchangePart" (
    "id" TEXT NOT NULL,
    "fileId" TEXT NOT NULL,
    "offset" INTEGER NOT NULL,
    "byteCount" INTEGER NOT NULL,

    CONSTRAINT "ExchangePart_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "ExchangeAccess_login_key" ON "ExchangeAccess"("login");

-- CreateIndex
CREATE INDEX "ExchangeAccess_sourceId_closedAt_idx" ON "ExchangeAccess"("sourceId", "closedAt");

-- CreateIndex
CREATE UNIQUE INDEX "ExchangeSession_tokenHash_key" ON "ExchangeSession"("tokenHash");

-- CreateIndex
CREATE INDEX "ExchangeSession_accessId_endedAt_idx" ON "ExchangeSession"("accessId", "endedAt");

-- CreateIndex
CREATE INDEX "ExchangeSession_endedAt_lastSeenAt_idx" ON "ExchangeSession"("endedAt", "lastSeenAt");

-- CreateIndex
CREATE UNIQUE INDEX "ExchangeFile_sessionId_name_key" ON "ExchangeFile"("sessionId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "ExchangePart_fileId_offset_key" ON "ExchangePart"("fileId", "offset");

-- AddForeignKey
ALTER TABLE "ExchangeAccess" ADD CONSTRAINT "ExchangeAccess_sourceId_fkey" FOREIGN KEY ("sourceId") REFERENCES "Source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ExchangeSession" ADD CONSTRAINT "ExchangeSession_accessId_fkey" FOREIGN KEY ("accessId") REFERENCES "ExchangeAccess"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ExchangeFile" ADD CONSTRAINT "ExchangeFile_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "ExchangeSession"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ExchangePart" ADD CONSTRAINT "ExchangePart_fileId_fkey" FOREIGN KEY ("fileId") REFERENCES "ExchangeFile"("id") ON DELETE CASCADE ON UPDATE CASCADE;
