// Reason phrases of HTTP answers.
import { STATUS_CODES } from 'node:http';

export const reasonOf = (status: number): string => STATUS_CODES[status] ?? 'Unknown';
