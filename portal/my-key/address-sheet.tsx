import { LinkButton } from '../ui/button.tsx';
import { useWords } from '../ui/page-context.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { myKeyWords } from './words.ts';

/** Where the portal writes when something happens to a key (REG-25). */
export function AddressSheet({ address }: { address: string | null }) {
  const words = useWords(myKeyWords).address;
  return (
    <Sheet
      title={words.title}
      tools={
        <LinkButton href="/my-key/address" size="small">
          {words.change}
        </LinkButton>
      }
    >
      <p>{address ?? words.none}</p>
      <p className="soft">{words.what}</p>
    </Sheet>
  );
}
