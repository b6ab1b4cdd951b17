// The definition of a scheduled task, as TaskContent carries it.
import type { ScheduledTask } from '../../world/event.ts';
import { escapeXml } from './escape-xml.ts';

/** Task Scheduler 1.2 XML with the action, its author and the principal it runs as. */
export function taskXml(task: ScheduledTask): string {
  const runAs = task.by.sid === 'S-1-5-18' ? 'S-1-5-18' : task.by.sid;
  const date = new Date(Math.max(0, task.at)).toISOString().slice(0, 19);
  const args = task.arguments === '' ? '' : `\n      <Arguments>${escapeXml(task.arguments)}</Arguments>`;
  return `<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Date>${date}</Date>
    <Author>${escapeXml(`${task.by.domain}\\${task.by.account}`)}</Author>
    <URI>${escapeXml(task.name)}</URI>
  </RegistrationInfo>
  <Triggers />
  <Principals>
    <Principal id="Author">
      <RunLevel>${runAs === 'S-1-5-18' ? 'HighestAvailable' : 'LeastPrivilege'}</RunLevel>
      <UserId>${runAs}</UserId>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>true</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>true</StopIfGoingOnBatteries>
    <AllowHardTerminate>true</AllowHardTerminate>
    <Enabled>${task.what === 'disabled' ? 'false' : 'true'}</Enabled>
    <Hidden>false</Hidden>
    <ExecutionTimeLimit>PT72H</ExecutionTimeLimit>
    <Priority>7</Priority>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>${escapeXml(task.command)}</Command>${args}
    </Exec>
  </Actions>
</Task>`;
}
