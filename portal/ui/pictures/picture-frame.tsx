import { useId, type ReactNode } from 'react';
import { classNames } from '../class-names.ts';

/** The frame of a drawing: its title is what a screen reader says instead of it. */
export function PictureFrame({
  title,
  isLarge = false,
  children,
}: {
  title: string;
  isLarge?: boolean;
  children: ReactNode;
}) {
  const titleId = useId();
  return (
    <svg
      className={classNames('picture', isLarge && 'picture-large')}
      viewBox="0 0 160 112"
      role="img"
      aria-labelledby={titleId}
    >
      <title id={titleId}>{title}</title>
      {children}
    </svg>
  );
}

/** The key from above, 64 by 24, its plug to the right; the same object as the glyph on every page. */
export function KeyDrawing({ x, y, className = 'key' }: { x: number; y: number; className?: string }) {
  return (
    <g transform={`translate(${x} ${y})`}>
      <path
        className={classNames(className, 'sheet-fill')}
        d="M8 0h28a6 6 0 0 1 6 6v12a6 6 0 0 1-6 6H8a8 8 0 0 1-8-8V8a8 8 0 0 1 8-8z"
      />
      <path className={className} d="M9 9v6M42 5h20v14H42M50 8.5h7M50 12h7M50 15.5h7" />
      <circle className={className} cx="28" cy="12" r="5" />
    </g>
  );
}
