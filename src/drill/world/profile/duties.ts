// What people do, as far as an exercise cares; every profile has a title for each.
export const duties = [
  'staff',
  'manager',
  'executive',
  'system-administrator',
  'help-desk',
  'contractor',
] as const;
