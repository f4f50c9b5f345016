import { LinkButton } from '../ui/button.tsx';
import { useWords } from '../ui/page-context.tsx';
import { requestsWords } from './words.ts';

/** The way to what was asked for, or to asking by a list. */
export function RequestsLink({ href }: { href: '/requests' | '/requests/new' }) {
  const words = useWords(requestsWords);
  return <LinkButton href={href}>{href === '/requests' ? words.title : words.byList}</LinkButton>;
}
