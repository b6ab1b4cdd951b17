// Every command of `hinomi`, explicitly; a command's code is loaded when it is called.
import type { Command } from './command.ts';

export const commands: Readonly<Record<string, () => Promise<Command>>> = {
  up: async () => (await import('./commands/up.ts')).up,
  agent: async () => (await import('./commands/agent.ts')).agent,
  ingest: async () => (await import('./commands/ingest.ts')).ingest,
  query: async () => (await import('./commands/query.ts')).query,
  user: async () => (await import('./commands/user.ts')).user,
  drill: async () => (await import('./commands/drill.ts')).drill,
  sigma: async () => (await import('./commands/sigma.ts')).sigma,
  doctor: async () => (await import('./commands/doctor.ts')).doctor,
};
