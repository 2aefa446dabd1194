; The installer for Windows. Inno Setup 6 makes it from what python3 dev.py build has put into dist:
;
;     ISCC.exe /DVersion=0.1.0 resources\packaging\installer.iss
;
; For one person it needs no administrator. Start menu, *.momentum files, and if wanted the command line.

#ifndef Version
  #error The version is missing: ISCC.exe /DVersion=0.1.0 resources\packaging\installer.iss
#endif
#define Name "Momentum Lab"
#define Window "Momentum Lab.exe"
#define Kind "MomentumLab.Scenario"

[Setup]
AppId={{6E1B52A0-5C0D-4B7E-9B63-7D1E2C0A4F18}
AppName={#Name}
AppVersion={#Version}
AppVerName={#Name} {#Version}
AppPublisher=The Momentum Lab developers
VersionInfoVersion={#Version}
DefaultDirName={autopf}\{#Name}
DefaultGroupName={#Name}
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
LicenseFile=..\..\LICENSE
SetupIconFile=..\icons\momentum-lab.ico
UninstallDisplayIcon={app}\{#Window}
UninstallDisplayName={#Name}
OutputDir=..\..\dist
OutputBaseFilename=momentum-lab-{#Version}-windows-x86_64-setup
Compression=lzma2/max
SolidCompression=yes
WizardStyle=modern
ChangesAssociations=yes
ChangesEnvironment=yes
CloseApplications=yes

[Tasks]
Name: "associate"; Description: "Open *.momentum files with {#Name}"
Name: "path"; Description: "Put momentum-lab on the command line (PATH)"; Flags: unchecked
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked

[InstallDelete]
; Nothing of an older version may stay beside the new one.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "..\..\dist\momentum-lab\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{group}\{#Name}"; Filename: "{app}\{#Window}"
Name: "{autodesktop}\{#Name}"; Filename: "{app}\{#Window}"; Tasks: desktopicon

[Registry]
Root: HKA; Subkey: "Software\Classes\.momentum"; ValueType: string; ValueData: "{#Kind}"; Flags: uninsdeletevalue; Tasks: associate
Root: HKA; Subkey: "Software\Classes\{#Kind}"; ValueType: string; ValueData: "{#Name} scenario"; Flags: uninsdeletekey; Tasks: associate
Root: HKA; Subkey: "Software\Classes\{#Kind}\DefaultIcon"; ValueType: string; ValueData: "{app}\{#Window},0"; Tasks: associate
Root: HKA; Subkey: "Software\Classes\{#Kind}\shell\open\command"; ValueType: string; ValueData: """{app}\{#Window}"" ""%1"""; Tasks: associate
Root: HKA; Subkey: "{code:EnvironmentKey}"; ValueType: expandsz; ValueName: "Path"; ValueData: "{olddata};{app}"; Check: IsMissingInPath; Tasks: path

[Run]
Filename: "{app}\{#Window}"; Description: "{cm:LaunchProgram,{#Name}}"; Flags: nowait postinstall skipifsilent

[Code]
function EnvironmentKey(Unused: String): String;
begin
  if IsAdminInstallMode then
    Result := 'SYSTEM\CurrentControlSet\Control\Session Manager\Environment'
  else
    Result := 'Environment';
end;

function PathHas(Folder: String; var Path: String): Boolean;
begin
  if not RegQueryStringValue(HKA, EnvironmentKey(''), 'Path', Path) then
    Path := '';
  Result := Pos(';' + Uppercase(Folder) + ';', ';' + Uppercase(Path) + ';') > 0;
end;

function IsMissingInPath: Boolean;
var
  Path: String;
begin
  Result := not PathHas(ExpandConstant('{app}'), Path);
end;

procedure CurUninstallStepChanged(Step: TUninstallStep);
var
  Folder, Path: String;
begin
  if Step <> usPostUninstall then
    exit;
  Folder := ExpandConstant('{app}');
  if PathHas(Folder, Path) then
  begin
    Path := ';' + Path + ';';
    StringChangeEx(Path, ';' + Folder + ';', ';', True);
    RegWriteExpandStringValue(HKA, EnvironmentKey(''), 'Path', Copy(Path, 2, Length(Path) - 2));
  end;
end;
