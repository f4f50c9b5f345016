import { migrateDatabase } from '../migrate-database.ts';
import { readOptions } from '../command.ts';
import type { Command } from '../command.ts';

export const migrateCommand: Command = {
  name: 'migrate',
  summary: 'brings the database to this version’s shape',
  help: `Usage: npm run brelok -- migrate

Applies the migrations that the database lacks, each whole or not at all. npm start does this by itself.

Exit codes: 0 the database fits; 2 not understood; 3 a migration failed or an applied one was edited.`,
  run: async ({ args, env, print }) => {
    readOptions(args, {});
    const { applied } = await migrateDatabase(env);
    print(applied.length === 0 ? 'the database is up to date' : `applied ${applied.join(', ')}`);
    return 0;
  },
};
