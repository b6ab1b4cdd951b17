// USB sticks, mice and card readers.
import type { Behaviour } from '../behaviour.ts';
import { atMoments } from './at-work.ts';
import { deskOf } from './desk.ts';

const devices = [
  'USBSTOR\\Disk&Ven_BUFFALO&Prod_USB_Flash_Disk&Rev_4000\\',
  'USBSTOR\\Disk&Ven_IODATA&Prod_USB_Flash&Rev_PMAP\\',
  'USB\\VID_054C&PID_0DC9\\',
  'USB\\VID_046D&PID_C52B\\',
];

export const usb: Behaviour = {
  id: 'usb',
  summary: 'USB devices plugged in; documents copied to sticks',
  live(scene, slice, happens) {
    atMoments(
      scene,
      slice,
      'usb',
      () => 0.05,
      (plan, at, random) => {
        const { pc } = plan.person;
        const device = random.pick(devices);
        happens({
          kind: 'system',
          at,
          host: pc,
          cause: '',
          what: 'usb-inserted',
          detail: `${device}${random.hex(12).toUpperCase()}&0`,
          by: plan.session,
        });
        if (!device.startsWith('USBSTOR')) return;
        for (let n = random.int(4); n > 0; n--)
          happens({
            kind: 'file',
            at: at + 20_000 + random.next() * 200_000,
            host: pc,
            cause: '',
            what: 'create',
            path: `E:\\${random.hex(4)}_資料.${random.pick(['xlsx', 'docx', 'pdf', 'zip'])}`,
            bytes: Math.round(random.lognormal(11, 1.3)),
            session: plan.session,
            process: deskOf(scene, plan).explorer,
          });
      },
    );
  },
};
