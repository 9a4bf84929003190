import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { AshlarError, errorCode, errorMessage } from '../base/errors.ts';
import { decodeUtf8, type ReadText } from '../base/remember-texts.ts';
import type { LedgerLine } from '../domain/ledger.ts';
import type { DocumentKind, Problem, SpecDocument } from '../domain/spec.ts';
import { type KiroConfig, kiroConfigFile, readKiroConfig, type Workflow } from './kiro-config.ts';
import type { KnownLine } from './known-lines.ts';
import { readLedger } from './ledger.ts';
import { type ParseDocument, parseDocument } from './parse-document.ts';
import { specFile } from './spec-file.ts';
import { parseSpecYaml, type SpecYaml, specYamlFile } from './spec-yaml.ts';
import type { Standing, StrangeLine } from './standing.ts';

export const ledgerFile = 'ledger.jsonl';
/** Forms of criteria that a model gave: `contradictions/forms` reads them. */
export const formsFile = 'forms.jsonl';

export interface Spec {
  /** Absolute, or as it was given. */
  folder: string;
  /** `requirements.md` or `bugfix.md`; of a roadmap, `roadmap.md`. A small spec has all three in `spec.md`. */
  requirements?: SpecDocument;
  design?: SpecDocument;
  tasks?: SpecDocument;
  /** What `contradictions/forms` keeps of the criteria, unread. */
  forms?: string;
  /** Absent in folders that Kiro made. */
  yaml?: SpecYaml;
  /** What Kiro says of it. */
  kiro: KiroConfig;
  /** `S`: one file, `L`: a roadmap of specs. A spec that has the three files is `M`, whatever it was begun as. */
  size: SpecYaml['size'];
  workflow: Workflow;
  /** All documents are drafted in one go and approved once. */
  quick: boolean;
  /** The lines that count. */
  ledger: LedgerLine[];
  /** Lines that do not, for want of a known signer. */
  strange: StrangeLine[];
  /** Lines that this machine knows and that are gone. */
  lost: KnownLine[];
  /** Of the documents and the ledger. */
  problems: Problem[];
}

/**
 * Reads a spec's folder and verifies its ledger. Files that are not there are left out; one that cannot be read or is no
 * UTF-8 throws with its path. `parse` may be one that remembers.
 */
export function readSpec(folder: string, standing: Standing, parse: ParseDocument = parseDocument): Spec {
  const { readText = readFileText } = standing;
  const readUtf8 = (path: string) => readIfThere(path, readText);
  const yamlText = readUtf8(join(folder, specYamlFile));
  const yaml = yamlText === undefined ? undefined : parseSpecYaml(yamlText, join(folder, specYamlFile));
  const kiro = readKiroConfig(readUtf8(join(folder, kiroConfigFile)) ?? '');
  const { size, requirements, design, tasks, problems } = readDocuments({ folder, parse, readUtf8 }, yaml);
  const place = { file: ledgerFile, spec: basename(resolve(folder)) };
  const ledger = readLedger(readUtf8(join(folder, ledgerFile)) ?? '', place, standing);
  return {
    folder,
    ...(requirements === undefined ? {} : { requirements }),
    ...(design === undefined ? {} : { design }),
    ...(tasks === undefined ? {} : { tasks }),
    ...readFormsText(folder),
    ...(yaml === undefined ? {} : { yaml }),
    kiro,
    size,
    workflow: yaml?.workflow ?? kiro.workflow ?? 'requirements-first',
    quick: yaml?.quick ?? kiro.quick ?? false,
    ledger: ledger.lines,
    strange: ledger.strange,
    lost: ledger.lost,
    problems: [...problems, ...(isLink(join(folder, ledgerFile)) ? [linkedLedger] : []), ...ledger.problems],
  };
}

/** Forms only add questions: a file that cannot be read has none. */
function readFormsText(folder: string): Pick<Spec, 'forms'> {
  try {
    return { forms: readFileSync(join(folder, formsFile), 'utf8') };
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return {};
  }
}

interface Documents extends Pick<Spec, 'size' | 'problems'> {
  requirements?: SpecDocument | undefined;
  design?: SpecDocument | undefined;
  tasks?: SpecDocument | undefined;
}

interface DocumentPlace {
  folder: string;
  parse: ParseDocument;
  /** Undefined where there is no such file. */
  readUtf8(path: string): string | undefined;
}

/** The three files count where one of them is there; else what the size says. */
function readDocuments(place: DocumentPlace, yaml: SpecYaml | undefined): Documents {
  const bugfix = readDocument(place, 'bugfix');
  const feature = readDocument(place, 'requirements');
  const requirements = yaml?.kind === 'bugfix' ? (bugfix ?? feature) : (feature ?? bugfix);
  const design = readDocument(place, 'design');
  const tasks = readDocument(place, 'tasks');
  const found = [requirements, design, tasks].filter((document) => document !== undefined);
  if (found.length === 0 && yaml?.size === 'S') return readOneFile(place, yaml);
  if (found.length === 0 && yaml?.size === 'L') {
    const roadmap = readDocument(place, 'roadmap');
    return { size: 'L', requirements: roadmap, problems: roadmap?.problems ?? [] };
  }
  const twice = bugfix !== undefined && feature !== undefined ? [twoRequirements(requirements?.file ?? '')] : [];
  const problems = [...found.flatMap((document) => document.problems), ...twice];
  return { size: 'M', requirements, design, tasks, problems };
}

function readOneFile({ folder, parse, readUtf8 }: DocumentPlace, { kind }: SpecYaml): Documents {
  const text = readUtf8(join(folder, specFile));
  if (text === undefined) return { size: 'S', problems: [] };
  const read = (of: DocumentKind) => parse(of, specFile, text);
  const documents = {
    requirements: read(kind === 'bugfix' ? 'bugfix' : 'requirements'),
    design: read('design'),
    tasks: read('tasks'),
  };
  return { size: 'S', ...documents, problems: Object.values(documents).flatMap((document) => document.problems) };
}

/** The folders in which specs lie: the configured ones, else `.kiro/specs` where there is one, else `specs`. */
export function findSpecRoots(root: string, configured?: string | string[]): string[] {
  if (configured !== undefined) return [...new Set([configured].flat().map((folder) => resolve(root, folder)))];
  const kiro = join(root, '.kiro', 'specs');
  return [existsSync(kiro) ? kiro : join(root, 'specs')];
}

const readFileText: ReadText = (path) => decodeUtf8(readFileSync(path));

/** The text of a file, byte for byte, or undefined where there is none. */
function readIfThere(path: string, readText: ReadText): string | undefined {
  try {
    return readText(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return undefined;
    const isEncoding = errorCode(error) === 'ERR_ENCODING_INVALID_ENCODED_DATA';
    throw new AshlarError({
      kind: isEncoding ? 'invalid' : 'failed',
      what: `${path} cannot be read`,
      why: isEncoding ? 'it is not UTF-8' : errorMessage(error),
      next: isEncoding ? 'Save it as UTF-8.' : 'Check that it is a file and that you may read it.',
      cause: error,
    });
  }
}

function readDocument({ folder, parse, readUtf8 }: DocumentPlace, kind: DocumentKind): SpecDocument | undefined {
  const file = `${kind}.md`;
  const text = readUtf8(join(folder, file));
  return text === undefined ? undefined : parse(kind, file, text);
}

const linkedLedger: Problem = {
  code: 'ledger-linked',
  severity: 'error',
  message: 'it is a symbolic link, so what is decided would be written elsewhere: put the file itself in its place',
  file: ledgerFile,
  line: 1,
  column: 1,
};

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

function twoRequirements(used: string): Problem {
  const message = `the folder has both requirements.md and bugfix.md, and only ${used} is read: take the other one away`;
  return { code: 'requirements-twice', severity: 'warning', message, file: used, line: 1, column: 1 };
}
