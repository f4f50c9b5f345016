// An ERP on CAP, in the shapes of Business Central's API v2.0 and of Infor LN's services. Demo data.
namespace erp;

aspect stamped {
  lastModifiedDateTime : Timestamp @cds.on.insert: $now @cds.on.update: $now @odata.etag;
}

entity Items : stamped {
  key id                    : UUID;
      number                : String(20);
      displayName           : String(100);
      baseUnitOfMeasureCode : String(10);
      itemCategoryCode      : String(20);
      blocked               : Boolean;
}

entity Customers : stamped {
  key id                    : UUID;
      number                : String(20);
      displayName           : String(100);
      taxRegistrationNumber : String(20);
}

entity SalesOrders : stamped {
  key id                       : UUID;
      number                   : String(20);
      externalDocumentNumber   : String(35);
      orderDate                : Date;
      requestedDeliveryDate    : Date;
      customerId               : UUID;
      currencyCode             : String(10);
      status                   : String(20);
      fullyShipped             : Boolean;
      totalAmountExcludingTax  : Decimal(15, 2);
      totalTaxAmount           : Decimal(15, 2);
      totalAmountIncludingTax  : Decimal(15, 2);
      salesOrderLines          : Composition of many SalesOrderLines
                                   on salesOrderLines.documentId = $self.id;
}

entity SalesOrderLines {
  key id                 : UUID;
      documentId         : UUID;
      sequence           : Integer;
      lineType           : String(20);
      itemId             : UUID;
      lineObjectNumber   : String(20);
      description        : String(100);
      quantity           : Decimal(15, 3);
      unitOfMeasureCode  : String(10);
      unitPrice          : Decimal(24, 10);
      discountPercent    : Decimal(9, 5);
      taxPercent         : Decimal(9, 5);
      amountExcludingTax : Decimal(15, 2);
      totalTaxAmount     : Decimal(15, 2);
      shippedQuantity    : Decimal(15, 3);
      invoicedQuantity   : Decimal(15, 3);
      shipmentDate       : Date;
}

entity SalesInvoices : stamped {
  key id                      : UUID;
      number                  : String(20);
      customerId              : UUID;
      orderId                 : UUID;
      invoiceDate             : Date;
      dueDate                 : Date;
      currencyCode            : String(10);
      totalAmountIncludingTax : Decimal(15, 2);
      totalTaxAmount          : Decimal(15, 2);
      remainingAmount         : Decimal(15, 2);
      status                  : String(20);
}

entity SalesShipments : stamped {
  key id                 : UUID;
      number             : String(20);
      customerId         : UUID;
      postingDate        : Date;
      salesShipmentLines : Composition of many SalesShipmentLines
                             on salesShipmentLines.documentId = $self.id;
}

entity SalesShipmentLines {
  key id                : UUID;
      documentId        : UUID;
      lineType          : String(20);
      lineObjectNumber  : String(20);
      description       : String(100);
      quantity          : Decimal(15, 3);
      unitOfMeasureCode : String(10);
}

entity SalesCreditMemos : stamped {
  key id                      : UUID;
      number                  : String(20);
      customerId              : UUID;
      invoiceId               : UUID;
      creditMemoDate          : Date;
      currencyCode            : String(10);
      totalAmountIncludingTax : Decimal(15, 2);
}

@path: '/bc'
@requires: 'authenticated-user'
service BusinessCentral {
  entity items            as projection on Items;
  entity customers        as projection on Customers;
  entity salesOrders      as projection on SalesOrders;
  entity salesInvoices    as projection on SalesInvoices;
  entity salesShipments   as projection on SalesShipments;
  entity salesCreditMemos as projection on SalesCreditMemos;
}

entity LnItems {
  key Item          : String(47);
      Description   : String(30);
      InventoryUnit : String(3);
      ItemGroup     : String(6);
}

entity LnPartners {
  key BusinessPartner : String(9);
      Name            : String(35);
      TaxNumber       : String(32);
}

entity LnOrders {
  key SalesOrder              : String(9);
      CustomerOrder           : String(30);
      SoldToBP                : String(9);
      OrderDate               : DateTime;
      PlannedDeliveryDate     : DateTime;
      OrderStatus             : String(20);
      Currency                : String(3);
      OrderAmount             : Decimal(15, 2);
      TaxAmount               : Decimal(15, 2);
      OrderAmountIncludingTax : Decimal(15, 2);
      LastTransactionDate     : DateTime @cds.on.insert: $now @cds.on.update: $now @odata.etag;
      LineRefs                : Composition of many LnLines
                                  on LineRefs.SalesOrder = $self.SalesOrder;
}

entity LnLines {
  key SalesOrder          : String(9);
  key Line                : Integer;
  key Sequence            : Integer;
      Item                : String(47);
      ItemDescription     : String(30);
      OrderedQuantity     : Decimal(15, 4);
      SalesUnit           : String(3);
      Price               : Decimal(24, 10);
      DiscountPercentage  : Decimal(9, 4);
      Amount              : Decimal(15, 2);
      DeliveredQuantity   : Decimal(15, 4);
      PlannedDeliveryDate : DateTime;
}

@path: '/ln/tcapi.ibdItem'
@requires: 'authenticated-user'
service LnItemService {
  entity Items as projection on LnItems;
}

@path: '/ln/tcapi.comBusinessPartner'
@requires: 'authenticated-user'
service LnPartnerService {
  entity BusinessPartners as projection on LnPartners;
}

@path: '/ln/tdapi.slsSalesOrder'
@requires: 'authenticated-user'
service LnSalesOrderService {
  entity Orders as projection on LnOrders;
  entity Lines  as projection on LnLines;
}
