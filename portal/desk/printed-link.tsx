import { CopyCode } from '../ui/copy-code.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import { Notice } from '../ui/notice.tsx';
import { deskWords } from './words.ts';

export type PrintedLink = { url: string; claimCode: string; expiresAt: Date; qrPath: string; qrSize: number };

/** Link and code of a key, shown once. The sheet is for paper; the code goes another way. */
export function PrintedLinkSheet({ link }: { link: PrintedLink }) {
  const words = useWords(deskWords);
  const { format } = usePage();
  return (
    <div className="hand-over">
      <Notice kind="watch">{words.once}</Notice>
      <section>
        <h2>{words.link}</h2>
        <p>{words.linkText}</p>
        <div className="hand-over-code">
          <svg viewBox={`0 0 ${link.qrSize} ${link.qrSize}`} role="img" aria-label={words.link}>
            <path fill="#000" d={link.qrPath} />
          </svg>
          <CopyCode code={link.url} />
        </div>
        <p className="soft">{words.until(format.instant(link.expiresAt))}</p>
      </section>
      <section>
        <h2>{words.code}</h2>
        <p>{words.codeText}</p>
        <CopyCode code={link.claimCode} isLarge />
      </section>
    </div>
  );
}
