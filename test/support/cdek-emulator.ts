/**
 * EMULATOR of CDEK's interface v2, from its documented shapes and not of CDEK's making: a token for an account, orders by
 * CDEK's number or the sender's. Tests change what it knows and how it misbehaves.
 */
import http from 'node:http';
import { readBody } from './emulated-source.ts';
import type { EmulatedSource } from './emulated-source.ts';
import { closeServer, portOf } from './fault-proxy.ts';

export type CdekOrder = {
  cdek_number: string;
  number: string;
  planned_delivery_date?: string;
  statuses: { code: string; name: string; date_time: string; city: string; deleted?: boolean }[];
};

type Misbehaviour = (response: http.ServerResponse) => void;

export type CdekEmulator = EmulatedSource & {
  orders: CdekOrder[];
  /** Questions for orders so far, as they stood in the address. */
  asked: string[];
  tokensGiven: number;
  /** Answers in its place, where it is not null. */
  misbehaves: Misbehaviour | null;
};

export const CDEK_ACCOUNT = 'demo-account';

/** A parcel on its way, the newest status first as CDEK gives them. */
export function aCdekOrder(differences: Partial<CdekOrder> = {}): CdekOrder {
  return {
    cdek_number: '1106420000',
    number: 'SHP-1',
    planned_delivery_date: '2026-03-09',
    statuses: [
      {
        code: 'SENT_TO_TRANSIT_CITY',
        name: 'Отправлен в г. транзит',
        date_time: '2026-03-05T08:10:00+0300',
        city: 'Москва',
      },
      {
        code: 'RECEIVED_AT_SHIPMENT_WAREHOUSE',
        name: 'Принят на склад отправителя',
        date_time: '2026-03-04T19:00:00+0300',
        city: 'Москва',
      },
      { code: 'CREATED', name: 'Создан', date_time: '2026-03-04T09:30:00+0300', city: 'Москва' },
    ],
    ...differences,
  };
}

export async function startCdek(orders: CdekOrder[] = []): Promise<CdekEmulator> {
  const server = http.createServer((request, response) => {
    void answer(emulator, request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const emulator: CdekEmulator = {
    address: `http://127.0.0.1:${portOf(server)}/`,
    password: 'demo-secret-of-cdek',
    orders,
    asked: [],
    tokensGiven: 0,
    misbehaves: null,
    onRefused: null,
    close: () => closeServer(server),
  };
  return emulator;
}

async function answer(
  emulator: CdekEmulator,
  request: http.IncomingMessage,
  response: http.ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://emulator');
  const body = await readBody(request);
  if (url.pathname === '/v2/oauth/token') return giveToken(emulator, new URLSearchParams(body), response);
  if (request.headers.authorization !== `Bearer token-${emulator.tokensGiven}`) {
    return tell(response, 401, { error: 'invalid_token' });
  }
  emulator.asked.push(url.search);
  if (emulator.misbehaves !== null) return emulator.misbehaves(response);
  const [by, number] = [...url.searchParams][0] ?? [];
  const order = emulator.orders.find(
    (known) => (by === 'cdek_number' ? known.cdek_number : known.number) === number,
  );
  if (order === undefined) {
    const code = by === 'cdek_number' ? 'v2_entity_not_found' : 'v2_entity_not_found_im_number';
    const errors = [{ code, message: `Entity is not found by ${by} ${number}` }];
    return tell(response, 400, {
      requests: [{ type: 'GET', state: 'INVALID', errors }],
      related_entities: [],
    });
  }
  return tell(response, 200, {
    entity: { uuid: 'demo', is_return: false, ...order },
    requests: [],
    related_entities: [],
  });
}

/** Takes the account in the form only, and not in the header. */
function giveToken(emulator: CdekEmulator, form: URLSearchParams, response: http.ServerResponse): void {
  const isKnown =
    form.get('grant_type') === 'client_credentials' &&
    form.get('client_id') === CDEK_ACCOUNT &&
    form.get('client_secret') === emulator.password;
  if (!isKnown) {
    emulator.onRefused?.();
    return tell(response, 401, { error: 'invalid_client', error_description: 'Bad client credentials' });
  }
  emulator.tokensGiven += 1;
  const token = { access_token: `token-${emulator.tokensGiven}`, token_type: 'bearer', expires_in: 3599 };
  return tell(response, 200, token);
}

export function tell(response: http.ServerResponse, status: number, body: unknown, headers = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
