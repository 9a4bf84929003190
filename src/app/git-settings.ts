/** A setting as a file of git has it: section and name in lower case, what stands between them as written. */
export interface GitSetting {
  key: string;
  value: string;
}

/** Reads a file of settings as git would, without git and without what it includes. What cannot be read is left out. */
export function parseGitSettings(text: string): GitSetting[] {
  const found: GitSetting[] = [];
  let section = '';
  for (const raw of text.replaceAll(/\\\r?\n/g, ' ').split(/\r?\n/)) {
    let line = raw.trim();
    const [header, name = '', sub] = /^\[\s*([\w.-]+)(?:\s+"((?:[^"\\]|\\.)*)")?\s*\]/.exec(line) ?? [];
    if (header !== undefined) {
      section = sub === undefined ? name.toLowerCase() : `${name.toLowerCase()}.${sub.replaceAll(/\\(.)/g, '$1')}`;
      line = line.slice(header.length).trim();
    }
    const [, key, value] = /^([A-Za-z][\w-]*)\s*(?:=\s*(.*))?$/.exec(line) ?? [];
    if (key !== undefined && section !== '')
      found.push({ key: `${section}.${key.toLowerCase()}`, value: plainValue(value) });
  }
  return found;
}

/** What a setting without `=` says is yes. */
function plainValue(value: string | undefined): string {
  if (value === undefined) return 'true';
  const [, quoted] = /^"((?:[^"\\]|\\.)*)"\s*(?:[#;].*)?$/.exec(value) ?? [];
  return (quoted ?? value.replace(/\s[#;].*$/, '')).replaceAll(/\\(["\\])/g, '$1').trim();
}

/** Why a setting takes effect beyond git's own data; undefined where it does not. */
export function whySettingMatters({ key, value }: GitSetting): string | undefined {
  if (key === 'core.fsmonitor' && /^(?:true|false|yes|no|on|off|0|1|)$/i.test(value)) return undefined;
  return reasons.find(([pattern, , holds]) => pattern.test(key) && holds(value))?.[1];
}

const always = () => true;
const program = 'names a program that git runs';

const reasons: readonly [key: RegExp, why: string, holds: (value: string) => boolean][] = [
  [/^include(?:if\..*)?\.path$/s, 'takes settings from another file', always],
  [/^core\.(?:fsmonitor|sshcommand|gitproxy|pager|editor|askpass|alternaterefscommand)$/, program, always],
  [/^core\.hookspath$/, 'names the folder of the hooks', always],
  [/^core\.(?:worktree|attributesfile)$/, 'sends git to another place', always],
  [/^filter\..*\.(?:clean|smudge|process)$/s, program, always],
  [/^diff\.(?:external$|.*\.(?:command|textconv)$)/s, program, always],
  [/^merge\..*\.driver$/s, program, always],
  [
    /^(?:pager\..*|sequence\.editor|interactive\.difffilter|gpg\.(?:.*\.)?(?:program|defaultkeycommand))$/s,
    program,
    always,
  ],
  [/^credential\.(?:.*\.)?helper$/s, 'names a program that is given passwords', always],
  [/^alias\./, 'is a command of its own', (value) => value.startsWith('!')],
  [/^remote\..*\.(?:uploadpack|receivepack|vcs)$/s, program, always],
  [/^remote\..*\.(?:url|pushurl)$/s, 'is an address that is a command', (value) => /^ext::|^-/.test(value)],
  [/^url\..*\.(?:insteadof|pushinsteadof)$/s, 'sends one address to another', always],
  [/^(?:http\.(?:.*\.)?proxy|remote\..*\.proxy)$/s, 'sends what is fetched through another host', always],
  [/^submodule\..*\.update$/s, program, (value) => value.startsWith('!')],
  [/^trailer\..*\.(?:command|cmd)$/s, program, always],
  [/^(?:difftool|mergetool|browser|man|guitool)\..*\.(?:cmd|path)$/s, program, always],
  [/^(?:uploadpack\.packobjectshook|gc\.recentobjectshook)$/, program, always],
  [/^protocol\.(?:.*\.)?allow$/s, 'says which addresses git may use', always],
  [/^lfs\.(?:customtransfer\.|extension\.|standalonetransferagent|url$)/, program, always],
];
