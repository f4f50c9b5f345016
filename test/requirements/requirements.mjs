/** Holds the list of requirements, the tests and what auth/README.md admits against each other. */

const ID = /\b([A-Z]{3})-(\d{2})\b/g;
/** A word of this shape that opens a name is meant as an id, whatever family it names. */
const OPENING_ID = /^[A-Z]{3}-\d{2}\b/;
/** A row of a table becomes part of a name; it carries an id where it begins with one. */
const ROW_WITH_ID = /^[A-Z]{3}-\d{2}[ ,]/;
const ADMITTED = /^- not yet: (\S+)(?:, because (.*))?$/gm;

/**
 * What stands behind each requirement, and all that does not agree.
 */
export function judgeRequirements(list, tests, readme) {
  const admitted = admissionsIn(readme);
  const testsOf = groupById(tests, list);
  const rows = Object.entries(list.requirements).map(([id, wording]) => ({
    id,
    wording,
    tests: testsOf.get(id) ?? [],
    reason: admitted.find((line) => line.id === id)?.reason,
  }));
  return {
    rows,
    faults: [
      ...faultsOfList(list),
      ...rows.flatMap(faultOfRow),
      ...admitted.flatMap((line) => faultOfAdmission(line, list)),
      ...tests.flatMap((test) => unknownIdsIn(test, list)),
    ],
  };
}

/** The status in a word: what the tests show, or what the README admits. */
export function statusOf({ tests, reason }) {
  if (tests.length > 0) return 'tested';
  return reason ? 'not yet' : 'MISSING';
}

function faultOfRow({ id, tests, reason }) {
  if (tests.length === 0 && !reason)
    return [`${id}: no test carries it in its name, and auth/README.md gives no reason`];
  if (tests.length > 0 && reason)
    return [`${id}: auth/README.md says "not yet", but ${tests[0].path}:${tests[0].line} tests it`];
  return [];
}

function faultOfAdmission({ id, reason }, { requirements }) {
  if (!(id in requirements)) return [`auth/README.md: "not yet: ${id}" names no requirement`];
  return reason ? [] : [`auth/README.md: "not yet: ${id}" gives no reason`];
}

function faultsOfList({ families, requirements }) {
  return Object.entries(requirements).flatMap(([id, wording]) => {
    if (!/^[A-Z]{3}-\d{2}$/.test(id) || !(id.slice(0, 3) in families))
      return [`${id}: belongs to no family of the list`];
    return wording.trim() === '' ? [`${id}: has no wording`] : [];
  });
}

function unknownIdsIn(test, list) {
  return idsIn(test, list)
    .filter((id) => !(id in list.requirements) && !(id.slice(0, 3) in list.elsewhere))
    .map((id) => `${test.path}:${test.line}: ${id} is no requirement`);
}

function groupById(tests, list) {
  const testsOf = new Map();
  for (const test of tests)
    for (const id of idsIn(test, list)) testsOf.set(id, [...(testsOf.get(id) ?? []), test]);
  return testsOf;
}

function idsIn({ name, filledIn }, { families, elsewhere }) {
  const texts = [name, ...filledIn.filter((text) => ROW_WITH_ID.test(text))];
  const ofFamilies = texts
    .flatMap((text) => [...text.matchAll(ID)])
    .filter(([, family]) => family in families || family in elsewhere);
  const opening = name.split(' > ').flatMap((part) => part.match(OPENING_ID) ?? []);
  return [...new Set([...ofFamilies.map(([id]) => id), ...opening])];
}

function admissionsIn(readme) {
  return [...readme.matchAll(ADMITTED)].map(([, id = '', reason = '']) => ({ id, reason: reason.trim() }));
}
