/** The words by which spec files in the usual languages name their parts. Files are compared in NFC. */

const requirementWords = [
  'requirement',
  'req',
  '需求',
  '要件',
  '要求',
  '요구\\s*사항',
  'requisito',
  'requerimiento',
  'yêu\\s+cầu',
  'anforderung',
  'exigence',
  'требование',
  'wymaganie',
  'gereksinim',
  'persyaratan',
  'vereiste',
  'krav',
].join('|');

const taskWords = 'task|任务|任務|タスク|작업|tarea|tarefa|aufgabe|tâche|nhiệm\\s+vụ|công\\s+việc|задача|attività';

const criteriaWords = [
  'acceptance criteri',
  '验收标准',
  '验收条件',
  '验收准则',
  '接受标准',
  '驗收標準',
  '驗收條件',
  '受け入れ基準',
  '受け入れ条件',
  '受入基準',
  '受入れ基準',
  '受入条件',
  '인수 기준',
  '인수 조건',
  '수용 기준',
  '승인 기준',
  'criterios de aceptación',
  'critérios de aceitação',
  'critérios de aceite',
  'criteri di accettazione',
  "critères d'acceptation",
  'critères d’acceptation',
  'akzeptanzkriterien',
  'abnahmekriterien',
  'tiêu chí chấp nhận',
  'tiêu chí nghiệm thu',
  'tiêu chuẩn chấp nhận',
  'критерии при',
  'acceptatiecriteria',
  'kryteria akceptacji',
  'kabul kriterleri',
  'kriteria penerimaan',
  'acceptanskriterier',
];

const storyWords = [
  'user story',
  'user stories',
  '用户故事',
  '用戶故事',
  '使用者故事',
  'ユーザーストーリー',
  '사용자 스토리',
  'historia de usuario',
  'história de usuário',
  'história do usuário',
  'storia utente',
  'récit utilisateur',
  'histoire utilisateur',
  'benutzergeschichte',
  'user-story',
  'câu chuyện người dùng',
  'пользовательская история',
];

const separator = '[.．:：、,)）\\]\\s–—-]*';
const numberSign = '(?:#|№|no\\.|nr\\.|n[º°])?';
const requirementTitle = new RegExp(
  `^(non[- ]?functional\\s+)?(?:functional\\s+)?(?:${requirementWords})\\s*${numberSign}[\\s-]*(\\d+(?:\\.\\d+)*)${separator}(.*)$`,
  'iu',
);
const codedTitle = new RegExp(`^([A-Z]{1,5})[- ]?(\\d+(?:\\.\\d+)*)(?![\\p{L}\\d])${separator}(.*)$`, 'u');
const taskTitle = new RegExp(
  `^(?:${taskWords})\\s*${numberSign}\\s*(\\d+(?:\\.\\d+)*[a-f]?)(?![\\p{Script=Latin}\\d])${separator}(.*)$`,
  'iu',
);
const numberedTitle = /^(\d+(?:\.\d+)*)[.．、)）:：]?\s+(.*)$/u;

export interface NumberedTitle {
  id: string;
  title: string;
}

/** `Requirement 2: Title`, `需求 2`, `REQ-2 Title`; a code of its own stays part of the id: `NFR-2`. */
export function readRequirementTitle(title: string): NumberedTitle | undefined {
  const text = title.normalize('NFC');
  const named = requirementTitle.exec(text);
  if (named !== null) {
    const id = named[2] ?? '';
    return { id: named[1] === undefined ? id : `NFR-${id}`, title: (named[3] ?? '').trim() };
  }
  const coded = codedTitle.exec(text);
  if (coded === null || !['FR', 'NFR', 'R'].includes(coded[1] ?? '')) return undefined;
  return { id: requirementId(coded[1], coded[2] ?? ''), title: (coded[3] ?? '').trim() };
}

/** `Task 2.1: Title`, `任务 2`. */
export function readTaskTitle(title: string): NumberedTitle | undefined {
  const match = taskTitle.exec(title.normalize('NFC'));
  return match === null ? undefined : { id: match[1] ?? '', title: (match[2] ?? '').trim() };
}

/** `2. Title`, `2.1 Title`. */
export function readNumberedTitle(title: string): NumberedTitle | undefined {
  const match = numberedTitle.exec(title);
  return match === null ? undefined : { id: match[1] ?? '', title: (match[2] ?? '').trim() };
}

/** `R`, `REQ` and `AC` say nothing that the number does not; any other code is part of the id. */
export function requirementId(code: string | undefined, number: string): string {
  return code === undefined || ['R', 'REQ', 'AC'].includes(code) ? number : `${code}-${number}`;
}

export function isCriteriaTitle(title: string): boolean {
  const text = title.normalize('NFC').toLowerCase();
  return criteriaWords.some((words) => text.includes(words)) || /^acceptance[:：]?$/.test(text);
}

export function isStoryTitle(title: string): boolean {
  const text = title.normalize('NFC').toLowerCase();
  return storyWords.some((words) => text.startsWith(words));
}

/** The words before a number in a reference: `Requirement 2`, `需求 2`. */
export const referenceWord = new RegExp(
  `^(?:(?:${requirementWords})(?:s|es|en|i|a)?|acceptance criteri(?:a|on)|criteri(?:a|on)|(?:${taskWords})s?)(?![\\p{Script=Latin}])[\\s:：#]*`,
  'iu',
);
