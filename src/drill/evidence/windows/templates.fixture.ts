// The templates as the providers' own manifests have them: names, order and types, by log and number.
// Type marks: n number, h hexadecimal, g GUID, b boolean; without one, text.
export const templates: Readonly<Record<string, string>> = {
  'Security 4608 v0': '',
  'Security 4616 v1':
    'SubjectUserSid|SubjectUserName|SubjectDomainName|SubjectLogonId:h|PreviousTime|NewTime|ProcessId:h|ProcessName',
  'Security 4624 v2':
    'SubjectUserSid|SubjectUserName|SubjectDomainName|SubjectLogonId:h|TargetUserSid|TargetUserName|TargetDomainName|TargetLogonId:h|LogonType:n|LogonProcessName|AuthenticationPackageName|WorkstationName|LogonGuid:g|TransmittedServices|LmPackageName|KeyLength:n|ProcessId:h|ProcessName|IpAddress|IpPort|ImpersonationLevel|RestrictedAdminMode|TargetOutboundUserName|TargetOutboundDomainName|VirtualAccount|TargetLinkedLogonId:h|ElevatedToken',
  'Security 4625 v0':
    'SubjectUserSid|SubjectUserName|SubjectDomainName|SubjectLogonId:h|TargetUserSid|TargetUserName|TargetDomainName|Status:h|FailureReason|SubStatus:h|LogonType:n|LogonProcessName|AuthenticationPackageName|WorkstationName|TransmittedServices|LmPackageName|KeyLength:n|ProcessId:h|ProcessName|IpAddress|IpPort',
  'Security 4634 v0': 'TargetUserSid|TargetUserName|TargetDomainName|TargetLogonId:h|LogonType:n',
  'Security 4647 v0': 'TargetUserSid|TargetUserName|TargetDomainName|TargetLogonId:h',
  'Security 4648 v0':
    'SubjectUserSid|SubjectUserName|SubjectDomainName|SubjectLogonId:h|LogonGuid:g|TargetUserName|TargetDomainName|TargetLogonGuid:g|TargetServerName|TargetInfo|ProcessId:h|ProcessName|IpAddress|IpPort',
  'Security 4656 v1':
    'SubjectUserSid|SubjectUserName|SubjectDomainName|SubjectLogonId:h|ObjectServer|ObjectType|ObjectName|HandleId:h|TransactionId:g|AccessList|AccessReason|AccessMask:h|PrivilegeList|RestrictedSidCount:n|ProcessId:h|ProcessName|ResourceAttributes',
  'Security 4657 v0':
    'SubjectUserSid|SubjectUserName|SubjectDomainName|SubjectLogonId:h|ObjectName|ObjectValueName|HandleId:h|OperationType|OldValueType|OldValue|NewValueType|NewValue|ProcessId:h|ProcessName',
  'Security 4660 v0':
    'SubjectUserSid|SubjectUserName|SubjectDomainName|SubjectLogonId:h|ObjectServer|HandleId:h|ProcessId:h|ProcessName|TransactionId:g',
  'Security 4662 v0':
    'SubjectUserSid|SubjectUserName|SubjectDomainName|SubjectLogonId:h|ObjectServer|ObjectType|ObjectName|OperationType|HandleId:h|AccessList|AccessMask:h|Properties|AdditionalInfo|AdditionalInfo2',
  'Security 4663 v1':
    'SubjectUserSid|SubjectUserName|SubjectDomainName|SubjectLogonId:h|ObjectServer|ObjectType|ObjectName|HandleId:h|AccessList|AccessMask:h|ProcessId:h|ProcessName|ResourceAttributes',
  'Security 4672 v0': 'SubjectUserSid|SubjectUserName|SubjectDomainName|SubjectLogonId:h|PrivilegeList',
  'Security 4688 v2':
    'SubjectUserSid|SubjectUserName|SubjectDomainName|SubjectLogonId:h|NewProcessId:h|NewProcessName|TokenElevationType|ProcessId:h|CommandLine|TargetUserSid|TargetUserName|TargetDomainName|TargetLogonId:h|ParentProcessName|MandatoryLabel',
  'Security 4689 v0':
    'SubjectUserSid|SubjectUserName|SubjectDomainName|SubjectLogonId:h|Status:h|ProcessId:h|ProcessName',
  'Security 4697 v0':
    'SubjectUserSid|SubjectUserName|SubjectDomainName|SubjectLogonId:h|ServiceName|ServiceFileName|ServiceType:h|ServiceStartType:n|ServiceAccount',
  'Security 4698 v0':
    'SubjectUserSid|SubjectUserName|SubjectDomainName|SubjectLogonId:h|TaskName|TaskContent',
  'Security 4699 v0':
    'SubjectUserSid|SubjectUserName|SubjectDomainName|SubjectLogonId:h|TaskName|TaskContent',
  'Security 4700 v0':
    'SubjectUserSid|SubjectUserName|SubjectDomainName|SubjectLogonId:h|TaskName|TaskContent',
  'Security 4701 v0':
    'SubjectUserSid|SubjectUserName|SubjectDomainName|SubjectLogonId:h|TaskName|TaskContent',
  'Security 4702 v0':
    'SubjectUserSid|SubjectUserName|SubjectDomainName|SubjectLogonId:h|TaskName|TaskContentNew',
  'Security 4719 v0':
    'SubjectUserSid|SubjectUserName|SubjectDomainName|SubjectLogonId:h|CategoryId|SubcategoryId|SubcategoryGuid:g|AuditPolicyChanges',
  'Security 4720 v0':
    'TargetUserName|TargetDomainName|TargetSid|SubjectUserSid|SubjectUserName|SubjectDomainName|SubjectLogonId:h|PrivilegeList|SamAccountName|DisplayName|UserPrincipalName|HomeDirectory|HomePath|ScriptPath|ProfilePath|UserWorkstations|PasswordLastSet|AccountExpires|PrimaryGroupId|AllowedToDelegateTo|OldUacValue|NewUacValue|UserAccountControl|UserParameters|SidHistory|LogonHours',
  'Security 4722 v0':
    'TargetUserName|TargetDomainName|TargetSid|SubjectUserSid|SubjectUserName|SubjectDomainName|SubjectLogonId:h',
  'Security 4723 v0':
    'TargetUserName|TargetDomainName|TargetSid|SubjectUserSid|SubjectUserName|SubjectDomainName|SubjectLogonId:h|PrivilegeList',
  'Security 4724 v0':
    'TargetUserName|TargetDomainName|TargetSid|SubjectUserSid|SubjectUserName|SubjectDomainName|SubjectLogonId:h',
  'Security 4725 v0':
    'TargetUserName|TargetDomainName|TargetSid|SubjectUserSid|SubjectUserName|SubjectDomainName|SubjectLogonId:h',
  'Security 4726 v0':
    'TargetUserName|TargetDomainName|TargetSid|SubjectUserSid|SubjectUserName|SubjectDomainName|SubjectLogonId:h|PrivilegeList',
  'Security 4728 v0':
    'MemberName|MemberSid|TargetUserName|TargetDomainName|TargetSid|SubjectUserSid|SubjectUserName|SubjectDomainName|SubjectLogonId:h|PrivilegeList',
  'Security 4729 v0':
    'MemberName|MemberSid|TargetUserName|TargetDomainName|TargetSid|SubjectUserSid|SubjectUserName|SubjectDomainName|SubjectLogonId:h|PrivilegeList',
  'Security 4732 v0':
    'MemberName|MemberSid|TargetUserName|TargetDomainName|TargetSid|SubjectUserSid|SubjectUserName|SubjectDomainName|SubjectLogonId:h|PrivilegeList',
  'Security 4733 v0':
    'MemberName|MemberSid|TargetUserName|TargetDomainName|TargetSid|SubjectUserSid|SubjectUserName|SubjectDomainName|SubjectLogonId:h|PrivilegeList',
  'Security 4738 v0':
    'Dummy|TargetUserName|TargetDomainName|TargetSid|SubjectUserSid|SubjectUserName|SubjectDomainName|SubjectLogonId:h|PrivilegeList|SamAccountName|DisplayName|UserPrincipalName|HomeDirectory|HomePath|ScriptPath|ProfilePath|UserWorkstations|PasswordLastSet|AccountExpires|PrimaryGroupId|AllowedToDelegateTo|OldUacValue|NewUacValue|UserAccountControl|UserParameters|SidHistory|LogonHours',
  'Security 4740 v0':
    'TargetUserName|TargetDomainName|TargetSid|SubjectUserSid|SubjectUserName|SubjectDomainName|SubjectLogonId:h',
  'Security 4741 v0':
    'TargetUserName|TargetDomainName|TargetSid|SubjectUserSid|SubjectUserName|SubjectDomainName|SubjectLogonId:h|PrivilegeList|SamAccountName|DisplayName|UserPrincipalName|HomeDirectory|HomePath|ScriptPath|ProfilePath|UserWorkstations|PasswordLastSet|AccountExpires|PrimaryGroupId|AllowedToDelegateTo|OldUacValue|NewUacValue|UserAccountControl|UserParameters|SidHistory|LogonHours|DnsHostName|ServicePrincipalNames',
  'Security 4742 v0':
    'ComputerAccountChange|TargetUserName|TargetDomainName|TargetSid|SubjectUserSid|SubjectUserName|SubjectDomainName|SubjectLogonId:h|PrivilegeList|SamAccountName|DisplayName|UserPrincipalName|HomeDirectory|HomePath|ScriptPath|ProfilePath|UserWorkstations|PasswordLastSet|AccountExpires|PrimaryGroupId|AllowedToDelegateTo|OldUacValue|NewUacValue|UserAccountControl|UserParameters|SidHistory|LogonHours|DnsHostName|ServicePrincipalNames',
  'Security 4743 v0':
    'TargetUserName|TargetDomainName|TargetSid|SubjectUserSid|SubjectUserName|SubjectDomainName|SubjectLogonId:h|PrivilegeList',
  'Security 4756 v0':
    'MemberName|MemberSid|TargetUserName|TargetDomainName|TargetSid|SubjectUserSid|SubjectUserName|SubjectDomainName|SubjectLogonId:h|PrivilegeList',
  'Security 4757 v0':
    'MemberName|MemberSid|TargetUserName|TargetDomainName|TargetSid|SubjectUserSid|SubjectUserName|SubjectDomainName|SubjectLogonId:h|PrivilegeList',
  'Security 4767 v0':
    'TargetUserName|TargetDomainName|TargetSid|SubjectUserSid|SubjectUserName|SubjectDomainName|SubjectLogonId:h',
  'Security 4768 v0':
    'TargetUserName|TargetDomainName|TargetSid|ServiceName|ServiceSid|TicketOptions:h|Status:h|TicketEncryptionType:h|PreAuthType|IpAddress|IpPort|CertIssuerName|CertSerialNumber|CertThumbprint',
  'Security 4769 v0':
    'TargetUserName|TargetDomainName|ServiceName|ServiceSid|TicketOptions:h|TicketEncryptionType:h|IpAddress|IpPort|Status:h|LogonGuid:g|TransmittedServices',
  'Security 4770 v0':
    'TargetUserName|TargetDomainName|ServiceName|ServiceSid|TicketOptions:h|TicketEncryptionType:h|IpAddress|IpPort',
  'Security 4771 v0':
    'TargetUserName|TargetSid|ServiceName|TicketOptions:h|Status:h|PreAuthType|IpAddress|IpPort|CertIssuerName|CertSerialNumber|CertThumbprint',
  'Security 4776 v0': 'PackageName|TargetUserName|Workstation|Status:h',
  'Security 4801 v0': 'TargetUserSid|TargetUserName|TargetDomainName|TargetLogonId:h|SessionId:n',
  'Security 4946 v0': 'ProfileChanged|RuleId|RuleName',
  'Security 5136 v0':
    'OpCorrelationID:g|AppCorrelationID|SubjectUserSid|SubjectUserName|SubjectDomainName|SubjectLogonId:h|DSName|DSType|ObjectDN|ObjectGUID:g|ObjectClass|AttributeLDAPDisplayName|AttributeSyntaxOID|AttributeValue|OperationType',
  'Security 5137 v0':
    'OpCorrelationID:g|AppCorrelationID|SubjectUserSid|SubjectUserName|SubjectDomainName|SubjectLogonId:h|DSName|DSType|ObjectDN|ObjectGUID:g|ObjectClass',
  'Security 5140 v1':
    'SubjectUserSid|SubjectUserName|SubjectDomainName|SubjectLogonId:h|ObjectType|IpAddress|IpPort|ShareName|ShareLocalPath|AccessMask:h|AccessList',
  'Security 5141 v0':
    'OpCorrelationID:g|AppCorrelationID|SubjectUserSid|SubjectUserName|SubjectDomainName|SubjectLogonId:h|DSName|DSType|ObjectDN|ObjectGUID:g|ObjectClass|TreeDelete',
  'Security 5145 v0':
    'SubjectUserSid|SubjectUserName|SubjectDomainName|SubjectLogonId:h|ObjectType|IpAddress|IpPort|ShareName|ShareLocalPath|RelativeTargetName|AccessMask:h|AccessList|AccessReason',
  'Security 5156 v1':
    'ProcessID:n|Application|Direction|SourceAddress|SourcePort|DestAddress|DestPort|Protocol:n|FilterRTID:n|LayerName|LayerRTID:n|RemoteUserID|RemoteMachineID',
  'Security 5157 v1':
    'ProcessID:n|Application|Direction|SourceAddress|SourcePort|DestAddress|DestPort|Protocol:n|FilterRTID:n|LayerName|LayerRTID:n|RemoteUserID|RemoteMachineID',
  'Security 6416 v1':
    'SubjectUserSid|SubjectUserName|SubjectDomainName|SubjectLogonId:h|DeviceId|DeviceDescription|ClassId:g|ClassName|VendorIds|CompatibleIds|LocationInformation',
  'Security 1100 v0': '',
  'Security 1102 v0': 'SubjectUserSid|SubjectUserName|SubjectDomainName|SubjectLogonId:h',
  'System 1 v2': 'NewTime|OldTime|Reason:n|ProcessName|ProcessID:n',
  'System 12 v0':
    'MajorVersion:n|MinorVersion:n|BuildVersion:n|QfeVersion:n|ServiceVersion:n|BootMode:n|StartTime',
  'System 13 v0': 'StopTime',
  'System 41 v7':
    'BugcheckCode:n|BugcheckParameter1:h|BugcheckParameter2:h|BugcheckParameter3:h|BugcheckParameter4:h|SleepInProgress:n|PowerButtonTimestamp:n|BootAppStatus:n|Checkpoint:n|ConnectedStandbyInProgress:b|SystemSleepTransitionsToOn:n|CsEntryScenarioInstanceId:n|BugcheckInfoFromEFI:b|CheckpointStatus:n|CsEntryScenarioInstanceIdV2:n',
  'System 1074 v0': 'param1|param2|param3|param4|param5|param6|param7',
  'System 104 v0': 'SubjectUserName|SubjectDomainName|Channel|BackupPath',
  'System 19 v1': 'updateTitle|updateGuid:g|updateRevisionNumber:n|serviceGuid:g',
  'System 20 v1': 'errorCode:h|updateTitle|updateGuid:g|updateRevisionNumber:n|serviceGuid:g',
  'System 43 v1': 'updateTitle|updateGuid:g|updateRevisionNumber:n',
  'System 20001 v0':
    'DriverName|DriverVersion|DriverProvider|DeviceInstanceID|SetupClass:g|RebootOption:b|UpgradeDevice:b|IsDriverOEM:b|InstallStatus:h|DriverDescription',
  'Microsoft-Windows-Sysmon/Operational 1 v5':
    'RuleName|UtcTime|ProcessGuid:g|ProcessId:n|Image|FileVersion|Description|Product|Company|OriginalFileName|CommandLine|CurrentDirectory|User|LogonGuid:g|LogonId:h|TerminalSessionId:n|IntegrityLevel|Hashes|ParentProcessGuid:g|ParentProcessId:n|ParentImage|ParentCommandLine|ParentUser',
  'Microsoft-Windows-Sysmon/Operational 2 v5':
    'RuleName|UtcTime|ProcessGuid:g|ProcessId:n|Image|TargetFilename|CreationUtcTime|PreviousCreationUtcTime|User',
  'Microsoft-Windows-Sysmon/Operational 3 v5':
    'RuleName|UtcTime|ProcessGuid:g|ProcessId:n|Image|User|Protocol|Initiated:b|SourceIsIpv6:b|SourceIp|SourceHostname|SourcePort:n|SourcePortName|DestinationIsIpv6:b|DestinationIp|DestinationHostname|DestinationPort:n|DestinationPortName',
  'Microsoft-Windows-Sysmon/Operational 4 v3': 'UtcTime|State|Version|SchemaVersion',
  'Microsoft-Windows-Sysmon/Operational 5 v3': 'RuleName|UtcTime|ProcessGuid:g|ProcessId:n|Image|User',
  'Microsoft-Windows-Sysmon/Operational 6 v4':
    'RuleName|UtcTime|ImageLoaded|Hashes|Signed|Signature|SignatureStatus',
  'Microsoft-Windows-Sysmon/Operational 7 v3':
    'RuleName|UtcTime|ProcessGuid:g|ProcessId:n|Image|ImageLoaded|FileVersion|Description|Product|Company|OriginalFileName|Hashes|Signed|Signature|SignatureStatus|User',
  'Microsoft-Windows-Sysmon/Operational 8 v2':
    'RuleName|UtcTime|SourceProcessGuid:g|SourceProcessId:n|SourceImage|TargetProcessGuid:g|TargetProcessId:n|TargetImage|NewThreadId:n|StartAddress|StartModule|StartFunction|SourceUser|TargetUser',
  'Microsoft-Windows-Sysmon/Operational 10 v3':
    'RuleName|UtcTime|SourceProcessGUID:g|SourceProcessId:n|SourceThreadId:n|SourceImage|TargetProcessGUID:g|TargetProcessId:n|TargetImage|GrantedAccess:h|CallTrace|SourceUser|TargetUser',
  'Microsoft-Windows-Sysmon/Operational 11 v2':
    'RuleName|UtcTime|ProcessGuid:g|ProcessId:n|Image|TargetFilename|CreationUtcTime|User',
  'Microsoft-Windows-Sysmon/Operational 12 v2':
    'RuleName|EventType|UtcTime|ProcessGuid:g|ProcessId:n|Image|TargetObject|User',
  'Microsoft-Windows-Sysmon/Operational 13 v2':
    'RuleName|EventType|UtcTime|ProcessGuid:g|ProcessId:n|Image|TargetObject|Details|User',
  'Microsoft-Windows-Sysmon/Operational 14 v2':
    'RuleName|EventType|UtcTime|ProcessGuid:g|ProcessId:n|Image|TargetObject|NewName|User',
  'Microsoft-Windows-Sysmon/Operational 15 v2':
    'RuleName|UtcTime|ProcessGuid:g|ProcessId:n|Image|TargetFilename|CreationUtcTime|Hash|Contents|User',
  'Microsoft-Windows-Sysmon/Operational 17 v1':
    'RuleName|EventType|UtcTime|ProcessGuid:g|ProcessId:n|PipeName|Image|User',
  'Microsoft-Windows-Sysmon/Operational 18 v1':
    'RuleName|EventType|UtcTime|ProcessGuid:g|ProcessId:n|PipeName|Image|User',
  'Microsoft-Windows-Sysmon/Operational 19 v3':
    'RuleName|EventType|UtcTime|Operation|User|EventNamespace|Name|Query',
  'Microsoft-Windows-Sysmon/Operational 20 v3':
    'RuleName|EventType|UtcTime|Operation|User|Name|Type|Destination',
  'Microsoft-Windows-Sysmon/Operational 21 v3': 'RuleName|EventType|UtcTime|Operation|User|Consumer|Filter',
  'Microsoft-Windows-Sysmon/Operational 22 v5':
    'RuleName|UtcTime|ProcessGuid:g|ProcessId:n|QueryName|QueryStatus|QueryResults|Image|User',
  'Microsoft-Windows-Sysmon/Operational 23 v5':
    'RuleName|UtcTime|ProcessGuid:g|ProcessId:n|User|Image|TargetFilename|Hashes|IsExecutable:b|Archived',
  'Microsoft-Windows-Sysmon/Operational 26 v5':
    'RuleName|UtcTime|ProcessGuid:g|ProcessId:n|User|Image|TargetFilename|Hashes|IsExecutable:b',
  'Microsoft-Windows-Sysmon/Operational 29 v5':
    'RuleName|UtcTime|ProcessGuid:g|ProcessId:n|User|Image|TargetFilename|Hashes',
  'Microsoft-Windows-PrintService/Operational 307 v0':
    'Param1:n|Param2|Param3|Param4|Param5|Param6|Param7:n|Param8:n',
  'Microsoft-Windows-PowerShell/Operational 4103 v1': 'ContextInfo|UserData|Payload',
  'Microsoft-Windows-PowerShell/Operational 4104 v1':
    'MessageNumber:n|MessageTotal:n|ScriptBlockText|ScriptBlockId|Path',
  'Microsoft-Windows-PowerShell/Operational 40961 v1': '',
  'Microsoft-Windows-PowerShell/Operational 40962 v1': '',
  'Microsoft-Windows-PowerShell/Operational 53504 v1': 'param1|param2',
  'Microsoft-Windows-TaskScheduler/Operational 100 v0': 'TaskName|UserContext|InstanceId:g',
  'Microsoft-Windows-TaskScheduler/Operational 102 v0': 'TaskName|UserContext|InstanceId:g',
  'Microsoft-Windows-TaskScheduler/Operational 103 v0': 'TaskName|InstanceId:g|UserContext|ResultCode:n',
  'Microsoft-Windows-TaskScheduler/Operational 106 v0': 'TaskName|UserContext',
  'Microsoft-Windows-TaskScheduler/Operational 129 v0': 'TaskName|Path|ProcessID:n|Priority:n',
  'Microsoft-Windows-TaskScheduler/Operational 140 v0': 'TaskName|UserName',
  'Microsoft-Windows-TaskScheduler/Operational 141 v0': 'TaskName|UserName',
  'Microsoft-Windows-TaskScheduler/Operational 142 v0': 'TaskName|UserName',
  'Microsoft-Windows-TaskScheduler/Operational 200 v1': 'TaskName|ActionName|TaskInstanceId:g|EnginePID:n',
  'Microsoft-Windows-TaskScheduler/Operational 201 v2':
    'TaskName|TaskInstanceId:g|ActionName|ResultCode:n|EnginePID:n',
  'Microsoft-Windows-TaskScheduler/Operational 203 v0': 'TaskName|TaskInstanceId:g|ActionName|ResultCode:n',
  'Microsoft-Windows-Windows Defender/Operational 1000 v0':
    'Product Name|Product Version|Scan ID|Scan Type Index|Scan Type|Scan Parameters Index|Scan Parameters|Domain|User|SID|Scan Resources',
  'Microsoft-Windows-Windows Defender/Operational 1001 v0':
    'Product Name|Product Version|Scan ID|Scan Type Index|Scan Type|Scan Parameters Index|Scan Parameters|Domain|User|SID|Scan Time Hours|Scan Time Minutes|Scan Time Seconds',
  'Microsoft-Windows-Windows Defender/Operational 1116 v0':
    'Product Name|Product Version|Detection ID|Detection Time|Unused|Unused2|Threat ID|Threat Name|Severity ID|Severity Name|Category ID|Category Name|FWLink|Status Code|Status Description|State|Source ID|Source Name|Process Name|Detection User|Unused3|Path|Origin ID|Origin Name|Execution ID|Execution Name|Type ID|Type Name|Pre Execution Status|Action ID|Action Name|Unused4|Error Code|Error Description|Unused5|Post Clean Status|Additional Actions ID|Additional Actions String|Remediation User|Unused6|Security intelligence Version|Engine Version',
  'Microsoft-Windows-Windows Defender/Operational 1117 v0':
    'Product Name|Product Version|Detection ID|Detection Time|Unused|Unused2|Threat ID|Threat Name|Severity ID|Severity Name|Category ID|Category Name|FWLink|Status Code|Status Description|State|Source ID|Source Name|Process Name|Detection User|Unused3|Path|Origin ID|Origin Name|Execution ID|Execution Name|Type ID|Type Name|Pre Execution Status|Action ID|Action Name|Unused4|Error Code|Error Description|Unused5|Post Clean Status|Additional Actions ID|Additional Actions String|Remediation User|Unused6|Security intelligence Version|Engine Version',
  'Microsoft-Windows-Windows Defender/Operational 2000 v0':
    'Product Name|Product Version|Current security intelligence Version|Previous security intelligence Version|Unused|Unused2|Unused3|Domain|User|SID|Security intelligence Type Index|Security intelligence Type|Update Type Index|Update Type|Current Engine Version|Previous Engine Version',
  'Microsoft-Windows-Windows Defender/Operational 5001 v0': 'Product Name|Product Version',
  'Microsoft-Windows-Windows Defender/Operational 5007 v0':
    'Product Name|Product Version|Old Value|New Value',
  // Not in a manifest: the Service Control Manager's names are those of real records.
  'System 7000 v0': 'param1|param2',
  'System 7034 v0': 'param1|param2:n',
  'System 7036 v0': 'param1|param2',
  'System 7040 v0': 'param1|param2|param3|param4',
  'System 7045 v0': 'ServiceName|ImagePath|ServiceType|StartType|AccountName',
};

/** Classic sources have nameless strings; how many. */
export const classicStrings: Readonly<Record<string, number>> = {
  'Application 1000': 15,
  'Application 1002': 10,
  'System 6005': 0,
  'System 6006': 0,
  'System 6008': 7,
  'System 6009': 5,
  'System 7': 1,
  'Windows PowerShell 400': 3,
  'Windows PowerShell 403': 3,
  'Windows PowerShell 600': 3,
  'Windows PowerShell 800': 3,
};
