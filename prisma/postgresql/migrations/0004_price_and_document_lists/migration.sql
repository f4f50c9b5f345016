-- DropIndex
DROP INDEX "Product_sku_idx";

-- DropIndex
DROP INDEX "Product_groupName_sku_idx";

-- DropIndex
DROP INDEX "Document_accountId_orderId_idx";

-- CreateIndex
CREATE INDEX "Product_sku_id_idx" ON "Product"("sku", "id");

-- CreateIndex
CREATE INDEX "Product_groupName_sku_id_idx" ON "Product"("groupName", "sku", "id");

-- CreateIndex
CREATE INDEX "PriceList_kind_idx" ON "PriceList"("kind");

-- CreateIndex
CREATE INDEX "Document_accountId_orderId_issuedOn_id_idx" ON "Document"("accountId", "orderId", "issuedOn", "id");
