// Every detector, explicitly. Add one: write its file, list it here, add its texts to content/messages.
import type { Detector } from './detector.ts';
import { backscatter } from './detectors/backscatter.ts';
import { bruteForce } from './detectors/brute-force.ts';
import { capturedFile } from './detectors/captured-file.ts';
import { carpetBombing } from './detectors/carpet-bombing.ts';
import { flood } from './detectors/flood.ts';
import { idsAlert } from './detectors/ids-alert.ts';
import { intrusionSession } from './detectors/intrusion-session.ts';
import { malwareDownload } from './detectors/malware-download.ts';
import { reflectionAtBait, reflectionAtVictim } from './detectors/reflection.ts';
import { scan } from './detectors/scan.ts';

export const detectors: readonly Detector[] = [
  reflectionAtVictim,
  reflectionAtBait,
  carpetBombing,
  flood,
  backscatter,
  bruteForce,
  scan,
  intrusionSession,
  malwareDownload,
  capturedFile,
  idsAlert,
];
