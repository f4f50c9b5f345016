-- AlterTable
ALTER TABLE "OutboxEntry" ADD COLUMN     "claimId" TEXT,
ALTER COLUMN "requestId" DROP NOT NULL;

-- CreateTable
CREATE TABLE "Claim" (
    "id" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "sourceId" TEXT NOT NULL,
    "counterpartyId" TEXT NOT NULL,
    "orderId" TEXT NOT NULL,
    "shipmentId" TEXT,
    "formId" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "wish" TEXT NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "sentAt" TIMESTAMP(3) NOT NULL,
    "sentById" TEXT NOT NULL,
    "decision" TEXT,
    "decidedAt" TIMESTAMP(3),
    "decidedById" TEXT,
    "answer" TEXT,

    CONSTRAINT "Claim_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ClaimLine" (
    "id" TEXT NOT NULL,
    "claimId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "orderLineId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "quantity" TEXT NOT NULL,
    "sku" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "unit" TEXT NOT NULL,

    CONSTRAINT "ClaimLine_pkey" PRIMARY KEY ("id")
);

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

-- CreateIndex
CREATE UNIQUE INDEX "OutboxEntry_claimId_key" ON "OutboxEntry"("claimId");

-- AddForeignKey
ALTER TABLE "Claim" ADD CONSTRAINT "Claim_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "CustomerAccount"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ClaimLine" ADD CONSTRAINT "ClaimLine_claimId_fkey" FOREIGN KEY ("claimId") REFERENCES "Claim"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OutboxEntry" ADD CONSTRAINT "OutboxEntry_claimId_fkey" FOREIGN KEY ("claimId") REFERENCES "Claim"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
