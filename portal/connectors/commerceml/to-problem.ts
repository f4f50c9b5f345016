import type { Findings } from '../findings.ts';
import type { Problem, ProblemCode } from '../port.ts';
import type { CommerceMlFault, CommerceMlFaultCode } from './commerceml-fault.ts';
import type { WarningCode } from './mapping.ts';

const CODE_OF_FAULT: Readonly<Record<CommerceMlFaultCode, ProblemCode>> = {
  file_missing: 'missing_file',
  file_empty: 'bad_format',
  file_too_large: 'too_large',
  file_changed: 'checksum_differs',
  encoding_unsupported: 'bad_encoding',
  encoding_contradicted: 'bad_encoding',
  bytes_not_in_encoding: 'bad_encoding',
  dtd_refused: 'dtd_refused',
  xml_malformed: 'bad_markup',
  too_deep: 'too_large',
  too_many_attributes: 'too_large',
  text_too_long: 'too_large',
  record_too_large: 'too_large',
  not_commerceml: 'bad_format',
  value_missing: 'missing_value',
  value_not_readable: 'bad_value',
  currency_unknown: 'bad_value',
  price_type_unknown: 'unknown_reference',
};

/** What a warning is in the port's words, and the sentence around its subject. */
const WARNINGS: Readonly<Record<WarningCode, { code: ProblemCode; sentence: (subject: string) => string }>> =
  {
    not_read: { code: 'not_read', sentence: (path) => `${path} is nothing that this import reads` },
    operation_not_imported: {
      code: 'not_imported',
      sentence: (operation) => `documents of the operation "${operation}" have no place in the portal`,
    },
    role_not_imported: {
      code: 'not_imported',
      sentence: (role) => `in documents of this sort the company is not the seller: ${role}`,
    },
    document_older: {
      code: 'older_than_last',
      sentence: (operation) => `"${operation}" is older here than what is known of it`,
    },
    status_unknown: {
      code: 'bad_value',
      sentence: (status) => `the status "${status}" says nothing to us; the order counts as confirmed`,
    },
    counterparty_without_id: {
      code: 'missing_value',
      sentence: (name) =>
        `the customer "${name}" has neither id nor tax number; what is theirs is shown to nobody`,
    },
    group_unknown: {
      code: 'unknown_reference',
      sentence: (id) => `the group ${id} has no name in these files; its goods are in no group`,
    },
    goods_not_described: {
      code: 'unknown_reference',
      sentence: (id) => `the goods ${id} have prices or stock, but nothing says what they are`,
    },
    warehouse_unknown: {
      code: 'unknown_reference',
      sentence: (id) => `the warehouse ${id} has no name in these files or earlier ones`,
    },
    stock_total_differs: {
      code: 'bad_value',
      sentence: (id) => `the quantities of ${id} by warehouse are not its total; those by warehouse count`,
    },
    tax_flag_missing: {
      code: 'missing_value',
      sentence: (id) => `price type ${id} does not say whether VAT is in its prices; they count as final`,
    },
    document_without_lines: { code: 'missing_value', sentence: (name) => `${name} has no lines` },
    details_cut: {
      code: 'too_large',
      sentence: (id) => `${id} says more than a row may hold; the last details are left out`,
    },
  };

/** So many different warnings are held; of the rest only the number is known. */
const WARNINGS_HELD = 1_000;
const SUBJECT_LENGTH = 200;

/** A fault as a problem of the file. The column of a text file stands in the sentence: `column` names a field. */
export function faultProblem(file: string, { code, detail, position }: CommerceMlFault): Problem {
  const reason = oneLine(detail);
  return {
    file,
    line: position?.line ?? null,
    column: null,
    code: CODE_OF_FAULT[code],
    reason: position ? `${reason} (column ${position.column})` : reason,
  };
}

/** Equal warnings as one problem, with their number, at the place of the first. */
export class WarningCounter {
  readonly #counted = new Map<string, { problem: Problem; count: number }>();
  #notHeld = 0;

  add({
    code,
    subject,
    file,
    line,
  }: {
    code: WarningCode;
    subject: string;
    file: string;
    line: number;
  }): void {
    const key = `${code} ${subject}`;
    const known = this.#counted.get(key);
    if (known) {
      known.count += 1;
      return;
    }
    if (this.#counted.size >= WARNINGS_HELD) {
      this.#notHeld += 1;
      return;
    }
    const { code: problemCode, sentence } = WARNINGS[code];
    const reason = sentence(oneLine(subject).slice(0, SUBJECT_LENGTH));
    this.#counted.set(key, { problem: { file, line, column: null, code: problemCode, reason }, count: 1 });
  }

  findings(): Findings {
    const told = Array.from(this.#counted.values(), ({ problem, count }) =>
      count === 1 ? problem : { ...problem, reason: `${problem.reason} (${count} times)` },
    );
    return { told, total: told.length + this.#notHeld };
  }
}

/** What a file says may not begin a line of its own in a log. */
function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ');
}
