/** Orders in the words of 1C's exchange, for the endpoint that hands them over. */
export { ordersXml } from './commerceml/write-orders.ts';
