-- CreateTable
CREATE TABLE "TrackingSource" (
    "sourceId" TEXT NOT NULL,
    "carriers" TEXT NOT NULL,
    "address" TEXT,
    "credentialsSealed" TEXT,
    "formerSealed" TEXT,
    "formerUntil" TIMESTAMP(3),
    "networks" TEXT NOT NULL DEFAULT '',
    "hintHash" TEXT,
    "changedAt" TIMESTAMP(3) NOT NULL,
    "dueAt" TIMESTAMP(3) NOT NULL,
    "stoppedBy" TEXT,
    "closedAt" TIMESTAMP(3),
    "reachedAt" TIMESTAMP(3),
    "lastEventAt" TIMESTAMP(3),
    "fault" TEXT,
    "faultDetail" TEXT,
    "faultAt" TIMESTAMP(3),

    CONSTRAINT "TrackingSource_pkey" PRIMARY KEY ("sourceId")
);

-- CreateTable
CREATE TABLE "TrackedShipment" (
    "shipmentId" TEXT NOT NULL,
    "sourceId" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "shippedOn" TEXT NOT NULL,
    "asOf" TIMESTAMP(3),
    "expectedOn" TEXT,
    "dueAt" TIMESTAMP(3),

    CONSTRAINT "TrackedShipment_pkey" PRIMARY KEY ("shipmentId")
);

-- CreateTable
CREATE TABLE "HeldTrackingEvent" (
    "id" TEXT NOT NULL,
    "sourceId" TEXT NOT NULL,
    "carrier" TEXT NOT NULL,
    "trackingNumber" TEXT NOT NULL,
    "occurredAt" TIMESTAMP(3) NOT NULL,
    "status" TEXT NOT NULL,
    "rawCode" TEXT,
    "rawText" TEXT,
    "city" TEXT,
    "country" TEXT,
    "reason" TEXT NOT NULL,
    "toldAt" TIMESTAMP(3) NOT NULL,
    "receivedAt" TIMESTAMP(3) NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 1,
    "dueAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "HeldTrackingEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "TrackingMessage" (
    "digest" TEXT NOT NULL,
    "receivedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "TrackingMessage_pkey" PRIMARY KEY ("digest")
);

-- CreateIndex
CREATE UNIQUE INDEX "TrackingSource_hintHash_key" ON "TrackingSource"("hintHash");

-- CreateIndex
CREATE INDEX "TrackedShipment_sourceId_dueAt_idx" ON "TrackedShipment"("sourceId", "dueAt");

-- CreateIndex
CREATE INDEX "TrackedShipment_sourceId_number_idx" ON "TrackedShipment"("sourceId", "number");

-- CreateIndex
CREATE INDEX "HeldTrackingEvent_dueAt_idx" ON "HeldTrackingEvent"("dueAt");

-- CreateIndex
CREATE INDEX "HeldTrackingEvent_sourceId_reason_idx" ON "HeldTrackingEvent"("sourceId", "reason");

-- CreateIndex
CREATE INDEX "HeldTrackingEvent_receivedAt_idx" ON "HeldTrackingEvent"("receivedAt");

-- CreateIndex
CREATE INDEX "TrackingMessage_receivedAt_idx" ON "TrackingMessage"("receivedAt");

-- CreateIndex
CREATE INDEX "Shipment_trackingNumber_idx" ON "Shipment"("trackingNumber");

-- CreateIndex
CREATE INDEX "Shipment_status_shippedOn_idx" ON "Shipment"("status", "shippedOn");

-- AddForeignKey
ALTER TABLE "TrackingSource" ADD CONSTRAINT "TrackingSource_sourceId_fkey" FOREIGN KEY ("sourceId") REFERENCES "Source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
