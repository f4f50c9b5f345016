/** Why a claim is stuck that has no way into the ERP of its order: people see to it. */
export const NO_WAY = 'no_way';
