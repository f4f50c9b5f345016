-- CreateIndex
CREATE INDEX "Key_serial_idx" ON "Key"("serial");
