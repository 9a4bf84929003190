/**
 * Programs that write no file but where the shell or an argument that counts as written says so. Whatever is not among them
 * may have left something.
 */
export const lookingPrograms: ReadonlySet<string> = new Set([
  ...['basename', 'cat', 'cd', 'cmp', 'column', 'comm', 'cut', 'date', 'df', 'diff', 'dirname', 'du', 'echo', 'expand'],
  ...[
    'false',
    'file',
    'find',
    'fold',
    'grep',
    'egrep',
    'fgrep',
    'head',
    'jq',
    'ls',
    'md5sum',
    'nl',
    'od',
    'paste',
    'printf',
  ],
  ...[
    'pwd',
    'readlink',
    'realpath',
    'rev',
    'rg',
    'sed',
    'seq',
    'sha1sum',
    'sha256sum',
    'sleep',
    'sort',
    'stat',
    'strings',
  ],
  ...['tac', 'tail', 'test', '[', 'tr', 'tree', 'true', 'type', 'uname', 'uniq', 'wc', 'whereis', 'which', 'xxd'],
]);
