-- AlterTable
ALTER TABLE "OutboxEntry" ADD COLUMN "toldAt" DATETIME;

-- CreateTable
CREATE TABLE "DocumentCopy" (
    "documentId" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "sourceId" TEXT NOT NULL,
    "askedAt" DATETIME NOT NULL,
    "dueAt" DATETIME,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "fault" TEXT,
    "keptAt" DATETIME,
    "mediaType" TEXT,
    "sizeBytes" INTEGER,
    "sha256" TEXT,

    PRIMARY KEY ("documentId", "accountId", "version")
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Document" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "sourceId" TEXT NOT NULL,
    "externalId" TEXT NOT NULL,
    "sourceVersion" TEXT,
    "sourceModifiedAt" DATETIME,
    "syncedAt" DATETIME NOT NULL,
    "deletedAt" DATETIME,
    "rowHash" TEXT NOT NULL,
    "detailsJson" TEXT NOT NULL DEFAULT '[]',
    "counterpartyId" TEXT,
    "accountId" TEXT,
    "quarantinedAt" DATETIME,
    "kind" TEXT NOT NULL,
    "dataClass" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "number" TEXT,
    "issuedOn" TEXT NOT NULL,
    "orderId" TEXT,
    "shipmentId" TEXT,
    "invoiceId" TEXT,
    "mediaType" TEXT,
    "sizeBytes" INTEGER,
    "sha256" TEXT,
    "fileName" TEXT,
    "searchText" TEXT NOT NULL DEFAULT ''
);
INSERT INTO "new_Document" ("accountId", "counterpartyId", "dataClass", "deletedAt", "detailsJson", "externalId", "fileName", "id", "invoiceId", "issuedOn", "kind", "mediaType", "number", "orderId", "quarantinedAt", "rowHash", "searchText", "sha256", "shipmentId", "sizeBytes", "sourceId", "sourceModifiedAt", "sourceVersion", "syncedAt", "title") SELECT "accountId", "counterpartyId", "dataClass", "deletedAt", "detailsJson", "externalId", "fileName", "id", "invoiceId", "issuedOn", "kind", "mediaType", "number", "orderId", "quarantinedAt", "rowHash", "searchText", "sha256", "shipmentId", "sizeBytes", "sourceId", "sourceModifiedAt", "sourceVersion", "syncedAt", "title" FROM "Document";
DROP TABLE "Document";
ALTER TABLE "new_Document" RENAME TO "Document";
CREATE INDEX "Document_counterpartyId_accountId_idx" ON "Document"("counterpartyId", "accountId");
CREATE INDEX "Document_accountId_issuedOn_id_idx" ON "Document"("accountId", "issuedOn", "id");
CREATE INDEX "Document_accountId_kind_issuedOn_id_idx" ON "Document"("accountId", "kind", "issuedOn", "id");
CREATE INDEX "Document_accountId_orderId_issuedOn_id_idx" ON "Document"("accountId", "orderId", "issuedOn", "id");
CREATE INDEX "Document_orderId_idx" ON "Document"("orderId");
CREATE INDEX "Document_shipmentId_idx" ON "Document"("shipmentId");
CREATE INDEX "Document_invoiceId_idx" ON "Document"("invoiceId");
CREATE UNIQUE INDEX "Document_sourceId_externalId_key" ON "Document"("sourceId", "externalId");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE INDEX "DocumentCopy_dueAt_idx" ON "DocumentCopy"("dueAt");

-- CreateIndex
CREATE INDEX "DocumentCopy_sourceId_dueAt_idx" ON "DocumentCopy"("sourceId", "dueAt");
