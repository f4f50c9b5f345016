-- AlterTable
ALTER TABLE "Membership" ADD COLUMN "keysUntil" DATETIME;

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_ServerPin" (
    "keyId" TEXT NOT NULL PRIMARY KEY,
    "hash" TEXT NOT NULL,
    "mustChange" BOOLEAN NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "forgiven" INTEGER NOT NULL DEFAULT 0,
    "blockedUntil" DATETIME,
    "setAt" DATETIME NOT NULL,
    "expiresAt" DATETIME,
    CONSTRAINT "ServerPin_keyId_fkey" FOREIGN KEY ("keyId") REFERENCES "Key" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_ServerPin" ("blockedUntil", "expiresAt", "failures", "hash", "keyId", "mustChange", "setAt") SELECT "blockedUntil", "expiresAt", "failures", "hash", "keyId", "mustChange", "setAt" FROM "ServerPin";
DROP TABLE "ServerPin";
ALTER TABLE "new_ServerPin" RENAME TO "ServerPin";
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
