/**
 * Whose USB vendor number a key of a model bears, so that an agent can tell it from the other keys that are plugged in
 * without opening any (SES-07). The FIDO Alliance's metadata does not say it. Vendors only: the product number of one and
 * the same key changes with the interfaces that are switched on in it.
 *
 * Numbers and models as their makers and public test reports give them; none was read from a key here. A model that is not
 * in the table is not guessed: then all keys that are plugged in are watched.
 * @see Nitrokey 3 identifiers; reports of google/CTAP2-test-tool
 */
const YUBICO = 0x1050;
const FEITIAN = 0x096e;
const NITROKEY = 0x20a0;
const SOLOKEYS = 0x0483;

const MODELS: readonly (readonly [vendorId: number, aaguids: readonly string[]])[] = [
  [
    YUBICO,
    [
      'cb69481e-8ff7-4039-93ec-0a2729a154a8', // YubiKey 5
      'ee882879-721c-4913-9775-3dfcce97072a',
      '19083c3d-8383-4b18-bc03-8f1c9ab2fd1b',
      'fa2b99dc-9e39-4257-8f92-4a30d23c4118', // YubiKey 5 with NFC
      '2fc0579f-8113-47ea-b116-bb5a8db9202a',
      'a25342c0-3cdc-4414-8e46-f4807fca511c',
      'c5ef55ff-ad9a-4b9f-b580-adebafe026d0', // YubiKey 5Ci
      'a02167b9-ae71-4ac7-9a07-06432ebb6f1c',
      '73bb0cd4-e502-49b8-9c6f-b59445bf720b', // YubiKey 5 FIPS
      'c1f9a0bc-1dd2-404a-b27f-8e29047a43fd',
      '85203421-48f9-4355-9bc8-8a53846e5083',
      'f8a011f3-8c0a-4d15-8006-17111f9edc7d', // Security Key by Yubico
      'b92c3f9a-c014-4056-887f-140a2501163b',
      '6d44ba9b-f6ec-2e49-b930-0c8fe920cb73', // the same with NFC
      '149a2021-8ef6-4133-96b8-81f8d5b7f1f5',
      'a4e9fc6d-4cbe-4758-b8ba-37598bb5bbaa',
      'e77e3c64-05e3-428b-8824-0cbeb04b829d',
      '0bb43545-fd2c-4185-87dd-feb0b2916ace', // the same for companies
      '47ab2fb4-66ac-4184-9ae1-86be814012d5',
      'd8522d9f-575b-4866-88a9-ba99fa02f35b', // YubiKey Bio
      'dd86a2da-86a0-4cbe-b462-4bd31f57bc6f',
      '7d1351a6-e097-4852-b8bf-c9ac5c9ce4a3',
      '90636e1f-ef82-43bf-bdcf-5255f139d12f',
    ],
  ],
  [FEITIAN, ['833b721a-ff5f-4d00-bb2e-bdda3ec01e29', '77010bd7-212a-4fc9-b236-d2ca5e9d4084']],
  [NITROKEY, ['2cd2f727-f6ca-44da-8f48-5c2e5da000a2', 'ec99db19-cd1f-4c06-a2a9-940f17a6a30b']],
  [SOLOKEYS, ['8876631b-d4a0-427f-5773-0ec71c9e0279', '8976631b-d4a0-427f-5773-0ec71c9e0279']],
];

const VENDOR_OF: ReadonlyMap<string, number> = new Map(
  MODELS.flatMap(([vendorId, aaguids]) => aaguids.map((aaguid) => [aaguid, vendorId] as const)),
);

/** @returns null for a model whose vendor is not known, and for keys without a model (U2F) */
export function usbVendorOf(aaguid: string | undefined): number | null {
  return VENDOR_OF.get(aaguid ?? '') ?? null;
}
