// parsezeeklogs (PyPI): reads Zeek's tables into typed records; a value that does not fit its column's type is an error.
import { importable, linesIn, type Reader, run } from './reader.ts';

const script = `
import sys
from parsezeeklogs import read_zeek
count = 0
try:
    for record in read_zeek(sys.argv[1]):
        count += 1
except Exception as problem:
    print(problem, file=sys.stderr)
print(count)
`;

export const parsezeeklogs: Reader = {
  id: 'parsezeeklogs',
  program: 'parsezeeklogs',
  from: { pypi: 'parsezeeklogs' },
  installed: () => importable('parsezeeklogs'),
  check(file) {
    const lines = linesIn(file).length;
    const { output, complaints } = run('python3', ['-c', script, file]);
    return {
      reader: 'parsezeeklogs',
      lines,
      errors: Math.abs(lines - Number(output)) + (complaints === '' ? 0 : 1),
      detail: complaints.split('\n').filter(Boolean).slice(0, 5),
    };
  },
};
