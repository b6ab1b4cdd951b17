// A network interface as a source of an agent: tcpdump → telescope → events.

import { uuidv7 } from '#model/ids.ts';
import type { Agent } from '#model/record/agent.ts';
import type { Clock } from '#model/time.ts';
import { eventsFromBlock } from '#store/events/events-from-block.ts';
import type { AgentSource } from '#watch/agent/source.ts';
import { checkFilter, openLive } from '#watch/capture/live.ts';
import { ingestCapture } from './capture.ts';

/** A window without packets is closed after this long, so that quiet networks are reported in time, ms. */
const idle = 2_000;

/** Stream `capture.<interface>`. */
export function captureSource(options: {
  interface: string;
  filter: string;
  vantage: Agent['vantage'];
  clock: Clock;
}): AgentSource {
  const { clock, vantage } = options;
  return {
    stream: `capture.${options.interface}`,
    async start(emit) {
      await checkFilter(options.filter);
      const capture = openLive({ interface: options.interface, filter: options.filter });
      let failure = '';
      const reading = ingestCapture({
        from: { stream: capture.stream },
        // Ids must differ from run to run: packet numbers begin anew.
        inputId: uuidv7(clock()),
        name: options.interface,
        vantage: vantage === 'darknet' || vantage === 'victim' ? vantage : 'unknown',
        clock,
        liveIdleMs: idle,
        onBlock: block => {
          for (const event of eventsFromBlock(block)) {
            // The stream cannot be read again: there is no file to lead back to.
            delete event['hinomi.input'];
            emit(event);
          }
        },
      });
      // tcpdump's own words come before what the reader makes of its silence.
      capture.ended
        .then(() => reading)
        .then(
          () => {
            failure = 'the capture ended';
          },
          (error: Error) => {
            failure = error.message;
          },
        );
      reading.catch(() => undefined);
      return {
        failed: () => failure,
        async stop() {
          capture.stop();
          await reading.catch(() => undefined);
        },
      };
    },
  };
}
