// What an unsolicited packet at a sensor is (a closed set: the compiler checks that every use covers it).

export const trafficClasses = [
  'scan', // a probe looking for hosts or services
  'backscatter', // an answer to a packet somebody sent with a forged source: their victim is under attack
  'amplification-request', // a request that would make a reflector answer larger than asked
  'reflected-response', // a reflector's answer arriving at the victim
  'flood', // direct flood of one destination
  'misconfiguration', // a host talking to the wrong address
  'unknown',
] as const;
export type TrafficClass = (typeof trafficClasses)[number];
