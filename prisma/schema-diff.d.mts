export const MODELS_FILE: string;
export function migrationsFolder(provider: 'sqlite' | 'postgresql'): string;
export function migrationNames(provider: 'sqlite' | 'postgresql'): string[];
export function sqliteDifference(names?: string[]): Promise<string>;
export function postgresqlDifference(names?: string[]): Promise<string>;
export function postgresqlFromNothing(): Promise<string>;
