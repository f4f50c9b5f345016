import { addDays, addMonths } from '#portal/lib/dates.ts';
import { formatShortDay } from '#portal/documents/pdf/paper-format.ts';
import type { PaperFonts } from '#portal/documents/pdf/paper.server.ts';
import type { AccountStory, ServiceMonth } from '../accounts/tell-account.ts';
import { GOODS_GROUPS, type DemoProduct } from '../catalogue/make-catalogue.ts';
import { contractText, type DemoCustomer } from '../customers/customer.ts';
import { setAct } from '../papers/act-paper.server.ts';
import { setCertificate } from '../papers/certificate-paper.server.ts';
import { setContract } from '../papers/contract-paper.server.ts';
import { setInvoice } from '../papers/invoice-paper.server.ts';
import { createRandom } from '../random.ts';
import type { DemoWorld } from '../world.ts';
import { creditLimitMinor } from './customer-rows.ts';
import type { DropSink } from './drop-writer.server.ts';

const ACT_MONTHS = 4;
const CERTIFICATE_GROUPS = 3;
const CERTIFIED_ITEMS = 6;

type AccountPapers = { world: DemoWorld; account: AccountStory; fonts: PaperFonts };

/** Sets and writes the papers that hang on no order: the contract, certificates, the acts of the last months. */
export async function writeAccountDocuments(papers: AccountPapers, sink: DropSink): Promise<void> {
  await writeContract(papers, sink);
  await writeCertificates(papers, sink);
  const { account, fonts } = papers;
  for (const service of account.services.slice(-ACT_MONTHS)) {
    await writeServiceMonth({ customer: account.customer, service, fonts }, sink);
  }
}

async function writeContract({ account, fonts }: AccountPapers, sink: DropSink): Promise<void> {
  const { customer } = account;
  const { kind, contract, party } = customer;
  const { number, signedOn } = contract;
  const bytes = await setContract(fonts, {
    number,
    signedOn,
    buyer: party,
    terms: {
      paymentDays: kind.paymentDays,
      creditLimitMinor: creditLimitMinor(customer),
      deliveryText: kind.deliveryText,
    },
  });
  await sink.document(
    {
      externalId: `doc-contract-${customer.id}`,
      counterpartyRef: customer.id,
      kind: 'contract',
      title: `Договор поставки № ${number} от ${formatShortDay(signedOn)}`,
      number,
      issuedOn: signedOn,
      fileName: `Договор ${number.replace('/', '-')}.pdf`,
    },
    bytes,
  );
}

/** A certificate for each group of goods that the customer buys most. */
async function writeCertificates({ world, account, fonts }: AccountPapers, sink: DropSink): Promise<void> {
  const { customer } = account;
  const random = createRandom(world.seed, 'certificates', customer.id);
  const codes = customer.kind.groups.values.slice(0, CERTIFICATE_GROUPS);
  for (const [index, code] of codes.entries()) {
    const group = GOODS_GROUPS.find((each) => each.code === code);
    if (!group) continue;
    const issuedOn = addDays(world.today, -random.between(20, 200));
    const number = `СК-${customer.id.slice(-4)}-${index + 1}`;
    const batch = `${issuedOn.slice(0, 7)}/${random.between(1, 40)}`;
    const bytes = await setCertificate(fonts, {
      number,
      issuedOn,
      validToOn: addMonths(issuedOn, 12),
      goods: group.name,
      batch,
      items: certifiedItems(world.productsByGroup.get(code) ?? [], random.between(0, 20)),
      checks: group.checks,
    });
    await sink.document(
      {
        externalId: `doc-certificate-${customer.id}-${index + 1}`,
        counterpartyRef: customer.id,
        kind: 'certificate',
        title: `Сертификат качества № ${number}: ${group.name.toLowerCase()}`,
        number,
        issuedOn,
        fileName: `Сертификат ${number}.pdf`,
      },
      bytes,
    );
  }
}

function certifiedItems(products: readonly DemoProduct[], from: number): readonly DemoProduct[] {
  return products.filter(({ discontinuedOn }) => discontinuedOn === null).slice(from, from + CERTIFIED_ITEMS);
}

type Service = { customer: DemoCustomer; service: ServiceMonth; fonts: PaperFonts };

async function writeServiceMonth({ customer, service, fonts }: Service, sink: DropSink): Promise<void> {
  const { invoice, actId, actNumber } = service;
  const { number, issuedOn, dueOn, lines } = invoice;
  const owned = { counterpartyRef: customer.id, issuedOn, invoiceRef: invoice.id };
  const paper = { issuedOn, buyer: customer.party, basis: contractText(customer), lines };
  await sink.document(
    {
      ...owned,
      externalId: `doc-${actId}`,
      kind: 'act',
      title: `Акт об оказании услуг № ${actNumber} от ${formatShortDay(issuedOn)}`,
      number: actNumber,
      fileName: `Акт ${actNumber}.pdf`,
    },
    await setAct(fonts, { ...paper, number: actNumber, buyerSignatory: customer.party.director }),
  );
  await sink.document(
    {
      ...owned,
      externalId: `doc-${invoice.id}`,
      kind: 'invoice',
      title: `Счёт на оплату № ${number} от ${formatShortDay(issuedOn)}`,
      number,
      fileName: `Счёт ${number}.pdf`,
    },
    await setInvoice(fonts, { ...paper, number, dueOn, isPrepaid: false }),
  );
}
