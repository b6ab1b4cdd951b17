// The plant's historian: Telegraf reads the controllers over Modbus and writes InfluxDB line protocol.
import type { Plant } from '../../world/event.ts';
import { placesOf } from '../network/places.ts';
import { defineSource, type Emit, type ProjectionContext } from '../source.ts';
import { logName } from '../syslog/line.ts';

const short: Record<string, string> = {
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
  '"': '\\"',
  '\\': '\\\\',
};
/** A string field as Telegraf's serializer escapes it; controls no operator can type are left out. */
const quoted = (text: string): string =>
  `"${text.replace(/[\t\n\f\r"\\]/g, c => short[c]!).replace(/[\x00-\x1f\x7f]/g, '')}"`;

function write(event: Plant, emit: Emit, { world }: ProjectionContext): void {
  const { controller, register, what } = event;
  const collector = placesOf(world).first('historian') ?? event.host;
  const time = `${Math.floor(event.at)}000000`;
  const tags = `host=${logName(collector)},name=${controller.name}`;
  const value = Number.isFinite(event.value) ? Math.trunc(event.value) : 0;
  const text =
    what === 'read'
      ? `modbus,${tags},slave_id=1,type=holding_register register_${register}=${value}i ${time}`
      : `plant_event,${tags},register=${register},source=${logName(event.host)},type=${what} detail=${quoted(event.detail)},value=${value}i ${time}`;
  emit(event.at, text, {
    host: event.host.name,
    user: '',
    source: event.host.ip,
    destination: controller.ip,
    object: controller.name,
    code: what,
  });
}

export const plant = defineSource({
  id: 'plant',
  title: { en: 'Plant historian (line protocol)', ja: '工場ヒストリアン (ラインプロトコル)' },
  summary: {
    en: 'Values of the controllers, read every minute (modbus), and set points written, programs loaded and alarms (plant_event, with the host that did it in `source`). Look for writes from hosts other than the operators’ and values out of their range. Times are Unix time in nanoseconds.',
    ja: '制御装置の値（modbus、毎分）と、設定値の書き込み、プログラムの転送、警報（plant_event、行ったホストはsource）。操作端末以外からの書き込みや範囲外の値を探す。時刻はUNIX時刻（ナノ秒）。',
  },
  file: 'plant/historian.lp',
  format: 'text',
  readers: ['line-protocol-parser'],
  reference: 'InfluxDB line protocol; Telegraf 1.x, inputs.modbus and the influx serializer',
  on: { plant: write },
});
