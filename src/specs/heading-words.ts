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
const beforeNumber = '(?:\\s*(?:#|№|no\\.|nr\\.|n[º°]))?[\\s-]*';
const requirementTitle = new RegExp(
  `^(?:(non[- ]?functional|functional|derived|technical|business|system)\\s+)?(?:${requirementWords})${beforeNumber}(\\d+(?:\\.\\d+)*(?:[a-z](?![\\p{Script=Latin}\\d]))?)${separator}(.*)$`,
  'isu',
);
const codedTitle = new RegExp(`^([A-Z]{1,5})[- ]?(\\d+(?:\\.\\d+)*)(?![\\p{L}\\d])${separator}(.*)$`, 'su');
const qualifierCodes: Readonly<Record<string, string>> = { non: 'NFR', der: 'DR', tec: 'TR', bus: 'BR' };
const storyTitle = new RegExp(`^(?:user )?(story)${beforeNumber}(\\d+(?:\\.\\d+)*)${separator}(.*)$`, 'isu');
const taskTitle = new RegExp(
  `^(?:${taskWords})${beforeNumber}(\\d+(?:\\.\\d+)*[a-f]?)(?![\\p{Script=Latin}\\d])${separator}(.*)$`,
  'isu',
);
const numberedTitle = /^(\d+(?:\.\d+)*)[.．、)）:：]?\s+(.*)$/su;

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
    return {
      id: requirementId(qualifierCodes[named[1]?.toLowerCase().slice(0, 3) ?? ''], id),
      title: (named[3] ?? '').trim(),
    };
  }
  return ['FR', 'NFR', 'R'].includes(codedTitle.exec(text)?.[1] ?? '') ? readCodedTitle(title) : undefined;
}

/** `US-2: Title`, `Story 2: Title`: requirements only where criteria stand below. */
export function readCodedTitle(title: string): NumberedTitle | undefined {
  const text = title.normalize('NFC');
  const coded = codedTitle.exec(text) ?? storyTitle.exec(text);
  if (coded === null) return undefined;
  const code = /^story$/i.test(coded[1] ?? '') ? undefined : coded[1];
  return { id: requirementId(code, coded[2] ?? ''), title: (coded[3] ?? '').trim() };
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
  `^(?:(?:${requirementWords})(?:s|es|en|i|a)?|acceptance criteri(?:a|on)|criteri(?:a|on)|(?:user )?stor(?:y|ies)|(?:${taskWords})s?)(?![\\p{Script=Latin}])[\\s:：#]*`,
  'iu',
);
