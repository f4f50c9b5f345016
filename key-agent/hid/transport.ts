/**
 * The way to devices. Everything above it is the same for the kernel's devices (node-hid-transport.ts), for models in a
 * test's own process and for models behind /dev/uhid.
 *
 * A connection is used by one operation at a time. Every call ends: with a report, or with an AgentError
 * `dongle_silent` (no answer in time), `dongle_removed` (it is gone) or `dongle_faulty` (the system reports an error).
 */

/** The system's own name of a device. It is good until the device is unplugged, and never leaves the process. */
export type DevicePath = string;

/** One top-level collection of one device, as the system enumerates it without opening anything. */
export type HidCollection = {
  path: DevicePath;
  vendorId: number;
  productId: number;
  usagePage: number;
  usage: number;
  product: string;
  serialNumber: string;
};

export type HidTransport = {
  /** Opens no device. A device has a row for each of its top-level collections. */
  listCollections: () => Promise<HidCollection[]>;
  /** @throws AgentError `dongle_access_denied` when the system keeps it from this user, `dongle_removed` when it is gone */
  open: (path: DevicePath) => Promise<HidConnection>;
};

export type HidConnection = {
  /** The unnumbered feature report, without an id byte. */
  readFeature: (reportBytes: number) => Promise<Uint8Array>;
  /** @param report without an id byte */
  writeFeature: (report: Uint8Array) => Promise<void>;
  /** The next input report, or null when none came in time. */
  readInput: (timeoutMs: number) => Promise<Uint8Array | null>;
  /** @param report without an id byte */
  writeOutput: (report: Uint8Array) => Promise<void>;
  /** Gives the device back. Never throws, may be called twice. */
  close: () => Promise<void>;
};
