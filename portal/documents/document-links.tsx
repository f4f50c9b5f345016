import { usePage } from '../ui/page-context.tsx';
import { Icon } from '../ui/icon.tsx';
import { Day } from '../ui/when.tsx';
import type { DocumentLink } from './find-trade-documents.server.ts';

/** A short list of documents, each leading to its own page. */
export function DocumentLinks({ documents }: { documents: readonly DocumentLink[] }) {
  const { format } = usePage();
  return (
    <ul className="links">
      {documents.map(({ id, title, issuedOn, sizeBytes }) => (
        <li key={id}>
          <Icon name="documents" />
          <a href={`/documents/${id}`}>{title}</a>
          <span className="soft">
            <Day on={issuedOn} />
            {sizeBytes !== null && `, ${format.fileSize(sizeBytes)}`}
          </span>
        </li>
      ))}
    </ul>
  );
}
