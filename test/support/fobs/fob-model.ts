/**
 * Models of USB fobs: pure state machines that take and give the bytes of real ones. The same objects answer in a test's own
 * process (simulated-transport.ts) and behind /dev/uhid on a real kernel (test/hid).
 */
export type FobModel = {
  readonly device: FobDescription;
  /** The feature report, or null when the fob leaves the host without an answer. */
  getFeature: () => Uint8Array | null;
  /** False when the fob leaves the host without an answer. */
  setFeature: (report: Uint8Array) => boolean;
  output: (report: Uint8Array) => void;
  /** The next input report that the fob has for the host by now, if any. */
  nextInput: () => Uint8Array | null;
  /** Its holder puts a finger on it. */
  touch: () => void;
};

export type FobDescription = {
  name: string;
  vendorId: number;
  productId: number;
  serialNumber: string;
  /** The HID report descriptor. */
  descriptor: Uint8Array;
};

export const DESCRIPTORS = {
  /** A boot keyboard with the eight-byte feature report of a YubiKey. */
  yubikey: bytes(
    '05010906a101050719e029e715002501750195088102950175088101950575010508190129059102950175039101' +
      '9506750815002565050719002965810009037508950 8b102c0',
  ),
  keyboard: bytes(
    '05010906a101050719e029e7150025017501950881029501750881019506750815002565050719002965 8100c0',
  ),
  mouse: bytes(
    '05010902a1010901a1000509190129051500250195057501810295017503810105010930093109381581257f750895038106c0c0',
  ),
  fido: bytes('06d0f10901a1010920150026ff007508954081020921150026ff00750895409102c0'),
  reference: bytes('0642ff0901a10115 0026ff00750895400902810295400903 9102c0'),
  /** The reference fob's page beside a keyboard, which nobody should open. */
  referenceWithKeyboard: bytes(
    '0642ff0901a101150026ff00750895400902810295400903 9102c0' +
      '05010906a101050719e029e7150025017501950881029501750881019506750815002565050719002965 8100c0',
  ),
} as const;

/** A device that never says anything: keyboards, mice and FIDO keys, which nobody should ask. */
export function aSilentModel(device: FobDescription): FobModel {
  return {
    device,
    getFeature: () => null,
    setFeature: () => false,
    output: () => undefined,
    nextInput: () => null,
    touch: () => undefined,
  };
}

export function aKeyboard(): FobModel {
  return aSilentModel({
    name: 'Office Keyboard',
    vendorId: 0x046d,
    productId: 0xc31c,
    serialNumber: '',
    descriptor: DESCRIPTORS.keyboard,
  });
}

export function aMouse(): FobModel {
  return aSilentModel({
    name: 'Office Mouse',
    vendorId: 0x046d,
    productId: 0xc077,
    serialNumber: '',
    descriptor: DESCRIPTORS.mouse,
  });
}

export function aFidoKey({ serialNumber = '', vendorId = 0x1209 } = {}): FobModel {
  return aSilentModel({
    name: 'Demo Security Key',
    vendorId,
    productId: 0x0001,
    serialNumber,
    descriptor: DESCRIPTORS.fido,
  });
}

function bytes(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
}
