-- CreateTable
CREATE TABLE "TrackingSource" (
    "sourceId" TEXT NOT NULL PRIMARY KEY,
    "carriers" TEXT NOT NULL,
    "address" TEXT,
    "credentialsSealed" TEXT,
    "formerSealed" TEXT,
    "formerUntil" DATETIME,
    "networks" TEXT NOT NULL DEFAULT '',
    "hintHash" TEXT,
    "changedAt" DATETIME NOT NULL,
    "dueAt" DATETIME NOT NULL,
    "stoppedBy" TEXT,
    "closedAt" DATETIME,
    "reachedAt" DATETIME,
    "lastEventAt" DATETIME,
    "fault" TEXT,
    "faultDetail" TEXT,
    "faultAt" DATETIME,
    CONSTRAINT "TrackingSource_sourceId_fkey" FOREIGN KEY ("sourceId") REFERENCES "Source" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "TrackedShipment" (
    "shipmentId" TEXT NOT NULL PRIMARY KEY,
    "sourceId" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "shippedOn" TEXT NOT NULL,
    "asOf" DATETIME,
    "expectedOn" TEXT,
    "dueAt" DATETIME
);

-- CreateTable
CREATE TABLE "HeldTrackingEvent" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "sourceId" TEXT NOT NULL,
    "carrier" TEXT NOT NULL,
    "trackingNumber" TEXT NOT NULL,
    "occurredAt" DATETIME NOT NULL,
    "status" TEXT NOT NULL,
    "rawCode" TEXT,
    "rawText" TEXT,
    "city" TEXT,
    "country" TEXT,
    "reason" TEXT NOT NULL,
    "toldAt" DATETIME NOT NULL,
    "receivedAt" DATETIME NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 1,
    "dueAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "TrackingMessage" (
    "digest" TEXT NOT NULL PRIMARY KEY,
    "receivedAt" DATETIME NOT NULL
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
