import { join, relative } from 'node:path';
import { plural } from '../base/text.ts';
import type { SpecStage } from '../domain/spec.ts';
import { approvalState, removedBlocks } from '../specs/approval.ts';
import { ledgerFile } from '../specs/spec-folder.ts';
import { stagesOf } from '../specs/spec-stages.ts';
import type { CiFinding, CiSubject } from './ci-check.ts';
import { describeStrange } from './describe-strange.ts';
import { approveCommandOf, type OpenSpec } from './open-spec.ts';

/** Whether each document stands as people whose keys count here approved it, and whether the ledger can be believed. */
export function checkApprovals({ spec, wire }: CiSubject): CiFinding[] {
  const folder = relative(wire.workspace.root, spec.folder);
  return [
    ...ledgerFindings(spec, join(folder, ledgerFile)),
    ...distinct(stagesOf(spec).flatMap((stage) => checkStage(stage, spec, folder))),
  ];
}

/** Of the one file of a small spec the same is said once. */
function distinct(findings: readonly CiFinding[]): CiFinding[] {
  return [...new Map(findings.map((finding) => [`${finding.file} ${finding.message}`, finding])).values()];
}

function ledgerFindings({ problems, strange }: OpenSpec, file: string): CiFinding[] {
  const damage = problems.filter((problem) => problem.file === ledgerFile);
  return [
    ...damage.map(({ code, message, line }): CiFinding => {
      return { code, kind: damageKinds[code] ?? 'invalid', message, file, line, next: `git log -p -- ${file}` };
    }),
    ...describeStrange(strange).map((message): CiFinding => {
      return { code: 'signer-unknown', kind: 'needs_human', message, file, next: 'ashlar signers' };
    }),
  ];
}

/** A line that a crash cut off is mended by the next one; lines that are gone are for a person to judge. */
const damageKinds: Readonly<Record<string, CiFinding['kind']>> = {
  'ledger-cut': 'advice',
  'ledger-shortened': 'needs_human',
};

function checkStage(stage: SpecStage, spec: OpenSpec, folder: string): CiFinding[] {
  const document = spec[stage];
  if (document === undefined) {
    return [
      {
        code: 'stage-missing',
        kind: 'advice',
        message: `${stage}: not written yet`,
        next: `ashlar draft ${spec.slug}`,
      },
    ];
  }
  const states = approvalState(document, stage, spec.ledger);
  const [stale, fresh] = [
    states.filter(({ state }) => state === 'stale'),
    states.filter(({ state }) => state === 'new'),
  ];
  const about = {
    kind: 'needs_human',
    file: join(folder, document.file),
    next: approveCommandOf(spec, stage),
  } as const;
  if (fresh.length === states.length) {
    return [
      { ...about, code: 'stage-unapproved', message: `${document.file} is approved by nobody whose key counts here` },
    ];
  }
  const gone = removedBlocks(document, stage, spec.ledger);
  const said: [code: string, ids: string[], what: string][] = [
    ['block-stale', stale.map(({ block }) => block.id), 'changed after approval'],
    ['block-unapproved', fresh.map(({ block }) => block.id), 'never approved'],
    ['block-removed', gone.map(({ id }) => id), 'approved, and gone since'],
  ];
  return said.flatMap(([code, ids, what]) => {
    if (ids.length === 0) return [];
    return [{ ...about, code, message: `${plural(ids.length, 'block')} ${what}: ${ids.join(', ')}` }];
  });
}
