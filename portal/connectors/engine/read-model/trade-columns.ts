/** Columns of customers, orders and goods on their way. */
import { toSearchText } from '#portal/lib/search-text.ts';
import type { ToColumns } from './columns.ts';

export const toManagerColumns: ToColumns<'account-manager'> = (manager) => manager;

export const toCounterpartyColumns: ToColumns<'counterparty'> = (
  { managerRef, priceListRef, ...party },
  ids,
) => ({
  ...party,
  managerId: ids.maybe('account-manager', managerRef),
  priceListId: ids.maybe('price-list', priceListRef),
  searchText: toSearchText([party.name, party.legalName, party.taxId].join(' ')),
});

export const toContactColumns: ToColumns<'contact'> = (contact) => contact;

export const toTermsColumns: ToColumns<'terms'> = (terms) => terms;

export const toDiscountColumns: ToColumns<'source-discount'> = (discount) => discount;

export const toOrderColumns: ToColumns<'order'> = (order) => ({
  ...order,
  searchText: toSearchText([order.number, order.customerReference ?? ''].join(' ')),
});

export const toOrderLineColumns: ToColumns<'order-line'> = ({ orderRef, productRef, ...line }, ids) => ({
  ...line,
  orderId: ids.of('order', orderRef),
  productId: ids.maybe('product', productRef),
  searchText: toSearchText([line.sku ?? '', line.name].join(' ')),
});

export const toShipmentColumns: ToColumns<'shipment'> = (shipment) => ({
  ...shipment,
  searchText: toSearchText([shipment.number, shipment.trackingNumber ?? ''].join(' ')),
});

export const toShipmentLineColumns: ToColumns<'shipment-line'> = (
  { shipmentRef, orderRef, orderLineRef, ...line },
  ids,
) => ({
  ...line,
  shipmentId: ids.of('shipment', shipmentRef),
  orderId: ids.maybe('order', orderRef),
  orderLineId: ids.maybe('order-line', orderLineRef),
});

export const toTrackingEventColumns: ToColumns<'tracking-event'> = ({ shipmentRef, ...event }, ids) => ({
  ...event,
  shipmentId: ids.of('shipment', shipmentRef),
});

export const toReturnColumns: ToColumns<'goods-return'> = ({ orderRef, orderLineRef, ...goods }, ids) => ({
  ...goods,
  orderId: ids.maybe('order', orderRef),
  orderLineId: ids.maybe('order-line', orderLineRef),
});
