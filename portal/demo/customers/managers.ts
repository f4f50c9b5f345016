/** An account manager: a person of the supplier whom both the ERP and the portal name. */
export type DemoManager = { id: string; name: string; phone: string; email: string };

export const MANAGERS: readonly [DemoManager, DemoManager, DemoManager] = [
  {
    id: 'manager-1',
    name: 'Анна Примерова',
    phone: '+7 (000) 000-01-11',
    email: 'primerova@demo-snab.example',
  },
  {
    id: 'manager-2',
    name: 'Борис Условный',
    phone: '+7 (000) 000-01-12',
    email: 'uslovny@demo-snab.example',
  },
  {
    id: 'manager-3',
    name: 'Вера Вымышленная',
    phone: '+7 (000) 000-01-13',
    email: 'vymyshlennaya@demo-snab.example',
  },
];
