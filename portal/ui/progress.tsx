import { useId } from 'react';

/** How far something is, in words and as a bar; without a value it is under way and its end unknown. */
export function Progress({
  label,
  value,
  max,
  text,
}: {
  label: string;
  value?: number;
  max: number;
  text: string;
}) {
  const id = useId();
  return (
    <div className="progress">
      <div className="progress-words">
        <label htmlFor={id}>{label}</label>
        <span>{text}</span>
      </div>
      <progress id={id} value={value} max={max}>
        {text}
      </progress>
    </div>
  );
}
