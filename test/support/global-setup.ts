/** Runs once before all unit and integration tests. The template database is made here. */
export default function prepare(): void {
  process.env['TZ'] = 'UTC';
}
