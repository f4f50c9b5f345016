/** A person as the portal will know them. `ref` names them within the demo only. */
export type DemoPerson = {
  ref: string;
  name: string;
  position: string;
  email: string;
  phone: string;
  language: 'ru' | 'en';
};
