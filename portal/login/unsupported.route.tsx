import { wordsIn } from '../lib/i18n.ts';
import { useWords } from '../ui/page-context.tsx';
import { OldBrowserPicture } from '../ui/pictures/old-browser-picture.tsx';
import type { Route } from './+types/unsupported.route';
import { loginWords } from './words.ts';

/** For browsers that can't talk to a key: what to do, and that there is no weaker way (AUT-18). */
export function loader({ context }: Route.LoaderArgs) {
  return { title: wordsIn(loginWords, context.locale).unsupported.title };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function Unsupported() {
  const words = useWords(loginWords).unsupported;
  return (
    <div className="trouble">
      <OldBrowserPicture />
      <h1>{words.title}</h1>
      <p>{words.lead}</p>
      <p>{words.secure}</p>
      <p className="soft">{words.noOther}</p>
    </div>
  );
}
