// Traffic Light Protocol 2.0 (FIRST, August 2022): who may see a record.
import { type Static, Type } from 'typebox';

/** The five labels, least restricted first. */
export const tlpLabels = ['clear', 'green', 'amber', 'amber+strict', 'red'] as const;
export const Tlp = Type.Enum([...tlpLabels], { title: 'TLP 2.0 label' });
export type Tlp = Static<typeof Tlp>;

/** Whether a record marked `label` may go to a holder cleared up to `ceiling`. */
export const tlpAllows = (ceiling: Tlp, label: Tlp): boolean =>
  tlpLabels.indexOf(label) <= tlpLabels.indexOf(ceiling);
