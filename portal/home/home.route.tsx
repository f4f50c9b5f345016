import { requireCustomer } from '../http/guards.server.ts';
import { PageTitle } from '../ui/page-title.tsx';
import type { Route } from './+types/home.route';

export async function loader({ request, context }: Route.LoaderArgs) {
  const { account } = await requireCustomer(request, context);
  return { accountName: account.name };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.accountName }];

export default function Home({ loaderData }: Route.ComponentProps) {
  return <PageTitle title={loaderData.accountName} />;
}
