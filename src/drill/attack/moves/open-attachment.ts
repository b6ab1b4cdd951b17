// Somebody opens what a mail brought: the document starts a program that fetches and starts an implant.
import { Type } from 'typebox';
import { type Course, seconds } from '../../run/state.ts';
import { deskSession } from '../../run/traces/logon.ts';
import { alarm, fetchPage } from '../../run/traces/network.ts';
import { desktop, file, start, systemImage } from '../../run/traces/process.ts';
import type { Person } from '../../world/entities.ts';
import { done, failed, type Move, type Operation, type Outcome } from '../operation.ts';
import { castName, fileHash, parameters } from './shared.ts';

/** Of those who were warned, so many of a hundred do not open it. */
const heed = 85;

export const openAttachment: Move = {
  id: 'open-attachment',
  title: { ja: '添付ファイルが開かれ、感染する', en: 'The attachment is opened and infects the PC' },
  summary: {
    ja: '職員が添付文書を開き、文書から起動したプログラムが本体を取得して動かす。',
    en: 'A person opens the document; a program it starts fetches and runs the implant.',
  },
  parameters: parameters({
    person: castName('Who opens it'),
    also: Type.Optional(castName('Others who open it, too')),
    attachment: Type.String({ description: 'File name' }),
    stage: castName('Domain the implant is fetched from'),
    implant: Type.String({ description: 'File name of the implant' }),
  }),
  remote: false,
  *play(operation) {
    const people = [operation.person('person'), ...(operation.has('also') ? operation.people('also') : [])];
    let best: Outcome | undefined;
    for (const [i, person] of people.entries()) {
      if (i > 0) yield seconds(40 + operation.random(`next ${person.id}`).int(400));
      const outcome = yield* open(operation, person);
      if (best === undefined || outcome.ok) best = outcome;
    }
    return best ?? failed('nobody');
  },
};

function* open(operation: Operation, person: Person): Course<Outcome> {
  const { trail, run } = operation;
  const { situation } = run;
  if (situation.warned && operation.random(`warned ${person.id}`).int(100) < heed) return failed('warned');
  if (situation.rebuilt.has(person.pc.name) && situation.rebuilt.get(person.pc.name)! > run.now)
    return failed('host-away');
  const session = deskSession(run, person.pc);
  const name = operation.text('attachment');
  const home = `C:\\Users\\${person.account}`;
  const document = `${home}\\AppData\\Local\\Microsoft\\Windows\\INetCache\\Content.Outlook\\${run.random('outlook', person.id).hex(8).toUpperCase()}\\${name}`;
  const shell = desktop(trail, session);
  const outlook = start(trail, {
    session,
    parent: shell,
    image: 'C:\\Program Files\\Microsoft Office\\root\\Office16\\OUTLOOK.EXE',
    commandLine: '"C:\\Program Files\\Microsoft Office\\root\\Office16\\OUTLOOK.EXE"',
    description: 'Microsoft Outlook',
    company: 'Microsoft Corporation',
  });
  file(trail, session, outlook, 'create', document, operation.number('bytes', 48_200), {
    sha256: fileHash(operation, name),
  });
  operation.left('path', document);
  yield seconds(3 + operation.random(`read ${person.id}`).int(20));
  const word = start(trail, {
    session,
    parent: outlook,
    image: 'C:\\Program Files\\Microsoft Office\\root\\Office16\\WINWORD.EXE',
    commandLine: `"C:\\Program Files\\Microsoft Office\\root\\Office16\\WINWORD.EXE" /n "${document}" /o ""`,
    description: 'Microsoft Word',
    company: 'Microsoft Corporation',
  });
  yield seconds(4 + operation.random(`macro ${person.id}`).int(15));
  const stage = operation.domain('stage');
  const implant = operation.text('implant');
  const path = `${home}\\AppData\\Roaming\\${implant.replace(/\.exe$/, '')}\\${implant}`;
  const loader = start(trail, {
    session,
    parent: word,
    image: systemImage('rundll32.exe'),
    commandLine: `rundll32.exe "${home}\\AppData\\Local\\Temp\\~${run.random('loader', person.id).hex(6)}.tmp",Start`,
  });
  const sha256 = fileHash(operation, implant);
  const url = `/${run.random('stage').hex(6)}/${implant.replace(/\.exe$/, '')}.png`;
  operation.left('domain', stage.domain);
  operation.left('ip', stage.address);
  operation.left('url', `http://${stage.domain}${url}`);
  operation.touched(person.pc);
  operation.used(person.account);
  const reply = fetchPage(trail, {
    host: person.pc,
    account: person.account,
    url: { scheme: 'http', domain: stage.domain, path: url, address: stage.address },
    bytes: 286_208,
    mime: 'image/png',
    agent: run.variant.scenario.attacker.agent,
    duration: 900,
    process: loader,
    session,
    sha256,
  });
  if (reply !== 'ok') return failed(reply === 'silent' ? 'host-cut-off' : 'download-blocked');
  alarm(
    trail,
    person.pc,
    {
      signature: 9_000_318,
      name: 'POLICY executable content in a reply declared as image',
      category: 'Potentially Bad Traffic',
    },
    { ip: stage.address, port: 80 },
    {
      ip: run.world.organisation.publicAddress,
      port: 40_000 + operation.random(`nat ${person.id}`).int(9000),
    },
  );
  file(trail, session, loader, 'create', path, 285_184, { sha256, origin: `http://${stage.domain}${url}` });
  yield seconds(2);
  const process = start(trail, {
    session,
    parent: loader,
    image: path,
    commandLine: `"${path}"`,
    sha256,
    directory: `${home}\\`,
    description: implant.replace(/\.exe$/, ''),
  });
  trail.write({
    kind: 'process-end',
    at: trail.tick(),
    host: person.pc,
    cause: trail.cause,
    session,
    process: loader,
  });
  operation.left('path', path);
  operation.leftHash(person.pc, sha256);
  operation.plant({ host: person.pc, session, process, path, sha256, level: 'user' });
  run.situation.credentials.set(person.account, {
    account: person.account,
    level: 'user',
    generation: run.situation.passwords.get(person.account) ?? 0,
  });
  return done;
}
