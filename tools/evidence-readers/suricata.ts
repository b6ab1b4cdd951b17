// Readers of Suricata's EVE records: FEVER, an event router in Go, and the schema Suricata itself comes with.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { found, importable, linesIn, type Reader, readersFolder, run } from './reader.ts';

/** FEVER reads each record into types of its own and writes it on; what it cannot, it leaves out. */
export const fever: Reader = {
  id: 'fever',
  program: 'FEVER (records forwarded)',
  from: { debian: 'fever' },
  installed: () => found('fever') && found('python3'),
  check(file) {
    const lines = linesIn(file).length;
    const { output, complaints } = run('python3', [join(import.meta.dirname, 'fever.py'), file]);
    const said = complaints.split('\n').filter(Boolean);
    return {
      reader: 'fever',
      lines,
      errors: Math.max(lines - Number(output.trim()), said.length > 0 ? 1 : 0),
      detail: said.slice(0, 5),
    };
  },
};

/**
 * Fetched by `--prepare`; it is no part of this repository. That of 8 knows what 7 writes; that of 7.0.15 lags behind its own
 * program (it lacks grouped NS answers).
 */
export const schema = {
  version: '8.0.6',
  address: 'https://raw.githubusercontent.com/OISF/suricata/suricata-8.0.6/etc/schema.json',
  file: 'suricata-schema.json',
} as const;

const validate = `
import json, sys
from jsonschema.validators import validator_for
schema = json.load(open(sys.argv[1]))
validator = validator_for(schema)(schema)
wrong = 0
for line in open(sys.argv[2], encoding='utf-8'):
    problem = next(validator.iter_errors(json.loads(line)), None)
    if problem is not None:
        wrong += 1
        print('/'.join(map(str, problem.absolute_path)), problem.message[:160], line[:120], file=sys.stderr)
print(wrong)
`;

/** No field Suricata does not know, every value of the type it says. */
export const eveSchema: Reader = {
  id: 'eve-schema',
  program: 'Suricata’s own schema (jsonschema)',
  from: { pypi: 'jsonschema', with: `schema of Suricata ${schema.version}` },
  installed: () =>
    readersFolder !== undefined && existsSync(join(readersFolder, schema.file)) && importable('jsonschema'),
  check(file) {
    const { output, complaints, status } = run('python3', [
      '-c',
      validate,
      join(readersFolder!, schema.file),
      file,
    ]);
    const lines = linesIn(file).length;
    return {
      reader: 'eve-schema',
      lines,
      errors: status === 0 ? Number(output.trim()) : lines,
      detail: complaints.split('\n').filter(Boolean).slice(0, 5),
    };
  },
};
