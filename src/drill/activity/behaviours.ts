// Every habit of everyday life, in the order it is lived; the order changes nothing but which of two simultaneous lines is first.
import type { Behaviour } from './behaviour.ts';
import { applications } from './people/applications.ts';
import { files } from './people/files.ts';
import { loggingOn } from './people/logging-on.ts';
import { mailReceived, mailWritten } from './people/mail.ts';
import { mistypes, passwordChanges } from './people/passwords.ts';
import { phones } from './people/phones.ts';
import { prints } from './people/prints.ts';
import { tools } from './people/tools.ts';
import { usb } from './people/usb.ts';
import { vpn } from './people/vpn.ts';
import { web } from './people/web.ts';

export const behaviours: readonly Behaviour[] = [
  loggingOn,
  vpn,
  web,
  mailWritten,
  mailReceived,
  files,
  applications,
  prints,
  tools,
  mistypes,
  passwordChanges,
  phones,
  usb,
];
