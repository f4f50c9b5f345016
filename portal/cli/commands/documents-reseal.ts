import { resealDongleSecrets } from '#auth/dongles/reseal-secrets.ts';
import { createEnvelope } from '#auth/tokens/envelope.ts';
import { resealCredentials } from '../../connectors/connection/reseal-credentials.server.ts';
import { createCredentialBox } from '../../connectors/connection/sealed-credentials.server.ts';
import { resealDocuments } from '../../documents/reseal-documents.server.ts';
import { openDocuments } from '../../start-services.server.ts';
import { readOptions } from '../command.ts';
import type { Command } from '../command.ts';
import { withServices } from '../open-services.ts';

export const documentsReseal: Command = {
  name: 'documents reseal',
  summary: 'encrypts documents, credentials of sources and secrets of dongles anew with the newest key',
  help: `Usage: npm run brelok -- documents reseal

Encrypts every stored document, the credentials of every source and the secrets of every dongle with the first ENVELOPE_KEY that an older one had
encrypted. Afterwards the older ones can be dropped (secrets rotate --only ENVELOPE_KEY --drop). Servers may run meanwhile; broken off, it goes on where it
was when it is run again.

Exit codes: 0 all are under the newest key; 1 some are missing or damaged; 2 not understood.`,
  run: async (call) => {
    readOptions(call.args, {});
    return withServices(call, async ({ db, secrets }) => {
      const report = await resealDocuments(db, openDocuments(call.env, secrets));
      const { resealed, unchanged, missing, damaged } = report;
      call.print(`documents: ${resealed} encrypted anew, ${unchanged} under the newest key already`);
      const sources = await resealCredentials(
        db,
        createCredentialBox(createEnvelope(secrets.envelopeKeys, 'brelok source credentials')),
      );
      call.print(
        `sources: ${sources.resealed} encrypted anew, ${sources.unchanged} under the newest key already`,
      );
      if (sources.lost > 0) {
        call.printError(`sources: the credentials of ${sources.lost} are under a key that is not given`);
      }
      const dongles = await resealDongleSecrets(db, createEnvelope(secrets.envelopeKeys));
      call.print(
        `dongles: ${dongles.resealed} secrets encrypted anew, ${dongles.unchanged} under the newest key already`,
      );
      if (dongles.lost > 0) {
        call.printError(`dongles: ${dongles.lost} secrets are under a key that is not given`);
      }
      if (missing + damaged + sources.lost + dongles.lost === 0) return 0;
      if (missing + damaged === 0) return 1;
      call.printError(`documents: ${missing} missing, ${damaged} damaged or under a key that is not given`);
      return 1;
    });
  },
};
