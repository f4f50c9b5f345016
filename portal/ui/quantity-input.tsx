type QuantityInputProps = {
  /** Also the name of the field. */
  id: string;
  /** Says of what, for whoever can't see the row. */
  label: string;
  unit: string;
  /** As it was typed. */
  text: string;
  isFaulty: boolean;
};

/** How much of one row of a table. */
export function QuantityInput({ id, label, unit, text, isFaulty }: QuantityInputProps) {
  return (
    <span className="quantity-cell">
      <input
        id={id}
        name={id}
        className="input"
        inputMode="decimal"
        maxLength={20}
        aria-label={label}
        aria-invalid={isFaulty ? true : undefined}
        defaultValue={text}
        autoComplete="off"
      />
      <span className="soft">{unit}</span>
    </span>
  );
}
