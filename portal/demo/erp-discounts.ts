import { addDays, addMonths } from '#portal/lib/dates.ts';
import type { DemoCustomer } from './customers/customer.ts';
import type { CustomerKind } from './customers/customer-kind.ts';
import type { ErpDiscount } from './prices.ts';

type Grant = Pick<ErpDiscount, 'name' | 'basisPoints' | 'groupCode' | 'cardNumber'> & {
  /** Days before and after today; null: until further notice. */
  fromDays: number;
  toDays: number | null;
};

const GRANTS: Readonly<Partial<Record<CustomerKind['code'], readonly Grant[]>>> = {
  farm: [
    {
      name: 'Сезонная скидка на гидравлику',
      basisPoints: 500n,
      groupCode: 'HYD',
      cardNumber: null,
      fromDays: -200,
      toDays: 40,
    },
  ],
  workshop: [
    {
      name: 'Скидка автосервисам на подшипники',
      basisPoints: 700n,
      groupCode: 'BRG',
      cardNumber: 'ДК-000704',
      fromDays: -400,
      toDays: null,
    },
    {
      name: 'Масла: осенняя акция прошлого года',
      basisPoints: 400n,
      groupCode: 'LUB',
      cardNumber: null,
      fromDays: -420,
      toDays: -330,
    },
  ],
  retailer: [
    {
      name: 'Скидка на электротовары для магазинов',
      basisPoints: 450n,
      groupCode: 'ELE',
      cardNumber: 'ДК-000705',
      fromDays: -300,
      toDays: null,
    },
  ],
};

/** The discounts that stand in the ERP: two with a card number, one over, one about to end. */
export function makeErpDiscounts(customers: readonly DemoCustomer[], today: string): ErpDiscount[] {
  return customers.flatMap((customer) =>
    (GRANTS[customer.kind.code] ?? []).map(({ fromDays, toDays, ...grant }, index) => ({
      ...grant,
      id: `discount-${customer.id}-${index + 1}`,
      customerId: customer.id,
      validFromOn: addDays(today, fromDays),
      validToOn: toDays === null ? null : addDays(today, toDays),
    })),
  );
}

/** When the contract price lists run out: with the year. */
export function contractValidToOn(today: string): string {
  return addDays(addMonths(`${today.slice(0, 4)}-01-01`, 12), -1);
}
