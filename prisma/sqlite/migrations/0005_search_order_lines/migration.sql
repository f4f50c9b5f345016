-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_OrderLine" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "sourceId" TEXT NOT NULL,
    "externalId" TEXT NOT NULL,
    "sourceVersion" TEXT,
    "sourceModifiedAt" DATETIME,
    "syncedAt" DATETIME NOT NULL,
    "deletedAt" DATETIME,
    "rowHash" TEXT NOT NULL,
    "counterpartyId" TEXT,
    "accountId" TEXT,
    "quarantinedAt" DATETIME,
    "orderId" TEXT NOT NULL,
    "lineNo" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "productId" TEXT,
    "sku" TEXT,
    "name" TEXT NOT NULL,
    "quantity" TEXT NOT NULL,
    "unit" TEXT,
    "listPrice" TEXT,
    "discountPercent" TEXT,
    "unitPrice" TEXT,
    "vatPercent" TEXT,
    "netMinor" BIGINT,
    "taxMinor" BIGINT,
    "shippedQuantity" TEXT,
    "invoicedQuantity" TEXT,
    "promisedOn" TEXT,
    "stage" TEXT,
    "searchText" TEXT NOT NULL DEFAULT ''
);
INSERT INTO "new_OrderLine" ("accountId", "counterpartyId", "deletedAt", "discountPercent", "externalId", "id", "invoicedQuantity", "kind", "lineNo", "listPrice", "name", "netMinor", "orderId", "productId", "promisedOn", "quantity", "quarantinedAt", "rowHash", "shippedQuantity", "sku", "sourceId", "sourceModifiedAt", "sourceVersion", "stage", "syncedAt", "taxMinor", "unit", "unitPrice", "vatPercent") SELECT "accountId", "counterpartyId", "deletedAt", "discountPercent", "externalId", "id", "invoicedQuantity", "kind", "lineNo", "listPrice", "name", "netMinor", "orderId", "productId", "promisedOn", "quantity", "quarantinedAt", "rowHash", "shippedQuantity", "sku", "sourceId", "sourceModifiedAt", "sourceVersion", "stage", "syncedAt", "taxMinor", "unit", "unitPrice", "vatPercent" FROM "OrderLine";
DROP TABLE "OrderLine";
ALTER TABLE "new_OrderLine" RENAME TO "OrderLine";
CREATE INDEX "OrderLine_counterpartyId_accountId_idx" ON "OrderLine"("counterpartyId", "accountId");
CREATE INDEX "OrderLine_accountId_orderId_lineNo_idx" ON "OrderLine"("accountId", "orderId", "lineNo");
CREATE INDEX "OrderLine_orderId_idx" ON "OrderLine"("orderId");
CREATE INDEX "OrderLine_accountId_productId_idx" ON "OrderLine"("accountId", "productId");
CREATE UNIQUE INDEX "OrderLine_sourceId_externalId_key" ON "OrderLine"("sourceId", "externalId");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
