// jq: strict JSON, one record a line.
import { found, linesIn, type Reader, run } from './reader.ts';

export const jq: Reader = {
  id: 'jq',
  program: 'jq',
  from: { debian: 'jq' },
  installed: () => found('jq'),
  check(file) {
    const lines = linesIn(file).length;
    const { output, complaints } = run('jq', ['-c', 'type', file]);
    const objects = output.split('\n').filter(line => line === '"object"').length;
    return {
      reader: 'jq',
      lines,
      errors: lines - objects,
      detail: complaints.split('\n').filter(Boolean).slice(0, 5),
    };
  },
};
