// The migrations in order. A number is never reused; a published migration is never changed.
import type { Transaction } from 'kysely';
import type { Engine, Tables } from '../database.ts';
import { base } from './0001-base.ts';

export interface Migration {
  readonly number: number;
  readonly title: string;
  up(transaction: Transaction<Tables>, engine: Engine): Promise<void>;
}

export const migrations: readonly Migration[] = [base];
