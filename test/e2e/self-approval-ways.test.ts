import { test } from 'vitest';
import { program } from './support/ashlar.ts';
import { type Attempt, expectNothingGained, hidden, ledger, only, runsAshlar, withOther } from './support/attempts.ts';
import { bash, call, documents, write } from './support/specs.ts';

const approveOther = ['approve', 'other', 'requirements', '--yes', '--no-draft'];
const refused = /8 .*ashlar: nothing was decided: this ashlar was started by a command of a run/s;
const decides = (...args: string[]): Attempt => ({
  prepare: withOther,
  calls: runsAshlar(args, { unmarked: true }),
  said: refused,
});
const through = (...wrap: string[]): Attempt => ({
  prepare: withOther,
  calls: runsAshlar(approveOther, { unmarked: true, wrap }),
  said: refused,
});
const typed = (command: string, said: RegExp): Attempt => ({ calls: only(bash(command)), said });
const specs = /Denied by policy (?:specs-belong-to-people|inline-code|temporary-files|outside)/;
const person = /Only a person runs ashlar/;
const forged = /the ledger of greet was tampered with or is damaged: line \d: /;

const byTest = {
  ...documents,
  'tasks.md': documents['tasks.md'].replace('_Verify: grep -qx hello greet.txt_', '_Verify: node test/greet.test.js_'),
};
const testFiles = {
  'test/greet.test.js':
    "const { readFileSync } = require('node:fs');\nif (readFileSync('greet.txt', 'utf8') !== 'hello\\n') process.exit(1);\n",
};
const byDefault = { ...documents, 'tasks.md': documents['tasks.md'].replaceAll(/ {2}- _Verify: .*_\n/g, '') };

const attempts: Record<string, Attempt> = {
  'approving without the mark': decides(...approveOther),
  'rejecting without the mark': decides('reject', 'other', '--comment', 'x'),
  'waiving without the mark': decides('waive', 'other', '1.1', '--reason', 'x', '--yes'),
  'trusting a key without the mark': decides('signers', 'add', `SHA256:${'A'.repeat(43)}`, '--yes'),
  'a shell in between': through('sh', '-c'),
  'a session of its own': through('setsid', '-w', 'sh', '-c'),
  'a terminal of script(1)': through('script', '-q', '-e', '/dev/null', '-c'),
  'a terminal of Python': through(
    'python3',
    '-c',
    "import os,pty,sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(['sh','-c',sys.argv[1]])))",
  ),
  nohup: through('nohup', 'sh', '-c'),

  'a shell that is told in code': {
    prepare: withOther,
    calls: ({ env }) => {
      const words = `cd ../../../..; env -u ASHLAR_COMMAND XDG_STATE_HOME='${env.XDG_STATE_HOME}' '${process.execPath}' '${program}' ${approveOther.join(' ')}; echo $?`;
      return [bash(`eval "$(printf %s ${Buffer.from(words).toString('base64')} | base64 -d)"`)];
    },
    said: /Denied by policy opaque-command|started by a command of a run[\s\S]*\b8\b/,
  },
  'env -u, typed': typed('env -u ASHLAR_COMMAND ashlar approve greet --yes', person),
  'setsid and nohup, typed': typed('setsid -f nohup env -u ASHLAR_COMMAND ashlar approve greet --yes &', person),
  'at, typed': typed('echo "ashlar approve greet --yes" | at now + 1 minute', /Denied by policy persistence/),
  'script(1), typed': typed('script -qc "ashlar approve greet --yes" /dev/null', person),
  'npx, typed': typed('npx --no -- ashlar approve greet --yes', person),

  'sed, typed': typed(`sed -i 's/a/b/' ${ledger}`, specs),
  'Python, typed': typed(`python3 -c "open('${ledger}','a').write('{}')"`, specs),
  'git checkout, typed': typed('git checkout HEAD -- specs', /Ashlar stages, commits and branches/),
  'git apply, typed': typed('git apply x.patch', /Ashlar stages, commits and branches/),
  'a hard link, typed': typed(`ln ${ledger} copy.jsonl`, specs),
  'moving the folder above, typed': typed('mv specs elsewhere', specs),
  'the ledger of the user’s checkout, typed': typed(`echo {} >> ../../../../${ledger}`, specs),

  'a hard link to the ledger': {
    calls: only(hidden(`fs.linkSync(at('${ledger}'),'copy');fs.appendFileSync('copy','{}\\n')`)),
    said: forged,
  },
  'an older ledger from git': {
    prepare: async (project) => {
      const lines = project.read(ledger).split('\n');
      project.write(ledger, `${lines[0]}\n`);
      project.git('add', '--all');
      project.git('commit', '--quiet', '--message', 'Half');
      project.write(ledger, lines.join('\n'));
    },
    calls: only(hidden(`cp.execFileSync('git',['-C',root,'checkout','--','${ledger}'])`)),
    said: /lines were cut off: 2 lines/,
  },
  'the lines of the ledger in another order': {
    calls: only(
      hidden(
        `const l=fs.readFileSync(at('${ledger}'),'utf8').trim().split('\\n');fs.writeFileSync(at('${ledger}'),[l[1],l[0],l[2]].join('\\n')+'\\n')`,
      ),
    ),
    said: forged,
  },
  'another folder in place of the spec': {
    calls: only(
      hidden(
        "fs.renameSync(at('specs'),at('old'));fs.cpSync(at('old'),at('specs'),{recursive:true});fs.rmSync(at('specs/greet/ledger.jsonl'));edit('specs/greet/tasks.md',/_Verify: .*_/g,'_Verify: true_')",
      ),
    ),
    said: /lines were cut off: 3 lines/,
  },
  'a spec of another kind': {
    calls: only(
      hidden(
        "fs.writeFileSync(at('specs/greet/spec.yaml'),'slug: greet\\ntitle: x\\nkind: bugfix\\nsize: S\\ncreatedAt: 2026-01-01T00:00:00Z\\nitem: x\\nbase: x\\n')",
      ),
    ),
    said: /spec\.yaml was changed while the run worked/,
  },
  'the test that proves it': {
    texts: byTest,
    files: testFiles,
    calls: only(call('read', { path: 'test/greet.test.js' }), write('test/greet.test.js', 'process.exit(0);\n')),
    said: /test\/greet\.test\.js is what `node test\/greet\.test\.js` runs, it was there before this task/,
  },
  'other checks in the settings, hidden': {
    texts: byDefault,
    files: { '.ashlar/config.yaml': 'verify: [grep -qx hello greet.txt]\n' },
    calls: only(hidden("fs.writeFileSync(at('.ashlar/config.yaml'),'verify: [\"true\"]\\n')")),
    said: /config\.yaml was changed while the run worked/,
  },
  'rows of the journal': {
    calls: only(
      hidden(
        `cp.execFileSync('python3',['-c',${JSON.stringify("import sqlite3;d=sqlite3.connect('../../journal.db');n=[r[0] for r in d.execute(\"select name from sqlite_master where type='table'\")];print(n);d.execute('delete from '+n[0]);d.commit()")}])`,
      ),
    ),
    said: /the journal \S+ was changed by something else: row 1/,
  },
};

test.each(Object.entries(attempts))('%s approves nothing, completes nothing, and is named', (_, attempt) =>
  expectNothingGained(attempt),
);
