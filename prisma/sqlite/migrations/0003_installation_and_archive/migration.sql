-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_AttestationArchive" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "credentialRowId" TEXT NOT NULL,
    "attestationObject" BLOB NOT NULL,
    "clientDataJson" BLOB NOT NULL,
    "chainJson" TEXT NOT NULL,
    "metadataNumber" INTEGER,
    "verdict" TEXT NOT NULL,
    "verifierVersion" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "AttestationArchive_credentialRowId_fkey" FOREIGN KEY ("credentialRowId") REFERENCES "Credential" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_AttestationArchive" ("attestationObject", "chainJson", "clientDataJson", "createdAt", "credentialRowId", "id", "metadataNumber", "verdict", "verifierVersion") SELECT "attestationObject", "chainJson", "clientDataJson", "createdAt", "credentialRowId", "id", "metadataNumber", "verdict", "verifierVersion" FROM "AttestationArchive";
DROP TABLE "AttestationArchive";
ALTER TABLE "new_AttestationArchive" RENAME TO "AttestationArchive";
CREATE UNIQUE INDEX "AttestationArchive_credentialRowId_key" ON "AttestationArchive"("credentialRowId");
CREATE TABLE "new_Installation" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT DEFAULT 1,
    "mode" TEXT NOT NULL,
    "rpId" TEXT NOT NULL,
    "companyName" TEXT NOT NULL DEFAULT '',
    "companyLegalName" TEXT NOT NULL DEFAULT '',
    "logo" BLOB,
    "logoMediaType" TEXT,
    "logoVersion" INTEGER NOT NULL DEFAULT 0,
    "accentHue" INTEGER,
    "timeZone" TEXT NOT NULL,
    "installedAt" DATETIME NOT NULL,
    "demoLoadedAt" DATETIME
);
INSERT INTO "new_Installation" ("accentHue", "companyLegalName", "companyName", "demoLoadedAt", "id", "installedAt", "logo", "logoMediaType", "mode", "rpId", "timeZone") SELECT "accentHue", "companyLegalName", "companyName", "demoLoadedAt", "id", "installedAt", "logo", "logoMediaType", "mode", "rpId", "timeZone" FROM "Installation";
DROP TABLE "Installation";
ALTER TABLE "new_Installation" RENAME TO "Installation";
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
