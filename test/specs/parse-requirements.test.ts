import { describe, expect, test } from 'vitest';
import { codes, parse, readFixture } from './fixtures.ts';

const requirement = (heading: string, ...criteria: string[]) =>
  [
    heading,
    '',
    '#### Acceptance Criteria',
    '',
    ...(criteria.length > 0 ? criteria : ['1. THE System SHALL work']),
    '',
  ].join('\n');
const idsOf = (text: string) => parse('requirements', text).requirements.map(({ id }) => id);
const criteriaOf = (...lines: string[]) => {
  const [only] = parse('requirements', requirement('### Requirement 2: Title', ...lines)).requirements;
  return only?.criteria.map(({ id, text }) => `${id} ${text}`);
};

describe('fixtures', () => {
  test('the flat dialect of 2025 is read', () => {
    const document = readFixture('flat-2025', 'requirements');
    expect(document.problems).toEqual([]);
    expect(document.requirements.map(({ id, title, criteria }) => [id, title, criteria.length])).toEqual([
      ['1', '', 4],
      ['2', '', 3],
    ]);
    const [one, two] = document.requirements;
    expect(one?.userStory).toMatch(/^As a reader, .* last week$/);
    expect(one?.criteria[1]?.text).toMatch(/match that word exactly, without its other forms$/);
    expect(two?.criteria[1]?.text).toMatch(/5 seconds:\n- by its title\n- by its body$/);
    expect(two?.criteria.map(({ pattern }) => pattern)).toEqual(['ubiquitous', 'event', 'complex']);
    expect(document.blocks.map(({ id }) => id)).toEqual([
      'requirements/preamble',
      'requirements/introduction',
      'requirements/requirements',
      'requirements/1',
      'requirements/2',
    ]);
    expect(document.blocks[3]?.title).toBe('Requirement 1');
  });

  test('the dialect of 2026 is read, with its glossary as a block', () => {
    const document = readFixture('waves-2026', 'requirements');
    expect(document.problems).toEqual([]);
    expect(document.requirements.map(({ title }) => title)).toEqual(['Take the lock', 'Let the lock go']);
    expect(document.blocks.map(({ id }) => id.replace('requirements/', ''))).toEqual([
      'preamble',
      'introduction',
      'glossary',
      'requirements',
      '1',
      '2',
      'notes',
    ]);
  });

  test('Chinese is read, without SHALL and with full-width signs', () => {
    const document = readFixture('chinese', 'requirements');
    expect(document.problems).toEqual([]);
    expect(
      document.requirements.map(({ id, title, criteria }) => [id, title, criteria.map((each) => each.id)]),
    ).toEqual([
      ['1', '手机号登录', ['1.1', '1.2', '1.3']],
      ['2', '退出登录', ['2.1', '2.2']],
    ]);
    expect(document.requirements[1]?.userStory).toBe('作为用户，我希望退出登录');
    expect(document.requirements[1]?.criteria[0]?.text).toBe('用户点击“退出”后回到首页');
  });

  test('Japanese is read', () => {
    const document = readFixture('japanese', 'requirements');
    expect(document.problems).toEqual([]);
    expect(document.requirements.map(({ title, criteria }) => [title, criteria.length])).toEqual([
      ['出勤の打刻', 3],
      ['修正の申請', 1],
    ]);
    expect(document.requirements[0]?.criteria.map(({ pattern }) => pattern)).toEqual([
      'event',
      'unwanted',
      'ubiquitous',
    ]);
  });

  test('a file with CRLF, a byte order mark and headings one level up is read', () => {
    const document = readFixture('windows', 'requirements');
    expect(document.text.startsWith('\uFEFF# ')).toBe(true);
    expect(document.text).toContain('\r\n');
    expect(document.problems).toEqual([]);
    expect(document.requirements.map(({ id, criteria }) => [id, criteria.map((each) => each.text)])).toEqual([
      ['1', ['WHEN the program starts, THE System SHALL read the key', 'The key SHALL be closed']],
    ]);
    expect(document.blocks[0]?.text).toBe('# Requirements Document');
  });
});

describe('requirement headings', () => {
  test.each([
    ['### Requirement 2: Title', '2', 'Title'],
    ['### Requirement 2', '2', ''],
    ['## Requirement 2 - Title', '2', 'Title'],
    ['#### Requirement 2. Title', '2', 'Title'],
    ['### **Requirement 2: Title**', '2', 'Title'],
    ['### 🔐 Requirement 2: Title', '2', 'Title'],
    ['### REQ-2: Title', '2', 'Title'],
    ['### Functional Requirement 2: Title', '2', 'Title'],
    ['### Non-Functional Requirement 2: Title', 'NFR-2', 'Title'],
    ['### NFR-2: Title', 'NFR-2', 'Title'],
    ['### 需求 2：标题', '2', '标题'],
    ['### 需求2', '2', ''],
    ['### 要件 2: 題', '2', '題'],
    ['### Requisito 2: Título', '2', 'Título'],
    ['### Yêu cầu 2: Tiêu đề', '2', 'Tiêu đề'],
    ['### Yêu cầu 2: Tiêu đề'.normalize('NFD'), '2', 'Tiêu đề'],
    ['### Anforderung 2: Titel', '2', 'Titel'],
    ['### Exigence 2 : Titre', '2', 'Titre'],
    ['### 요구사항 2: 제목', '2', '제목'],
    ['### Требование 2: Название', '2', 'Название'],
  ])('%j', (heading, id, title) => {
    const { requirements, problems } = parse('requirements', requirement(heading));
    expect(requirements.map((each) => [each.id, each.title])).toEqual([[id, title]]);
    expect(requirements[0]?.criteria[0]?.id).toBe(`${id}.1`);
    expect(problems).toEqual([]);
  });

  test.each(['### Requirements', '### Requirements Overview', '### Required: 2', '## 需求'])(
    '%j is none',
    (heading) => {
      expect(idsOf(requirement(heading))).toEqual([]);
    },
  );

  test('a heading that is only numbered counts where criteria stand under it and no other is named', () => {
    expect(idsOf(`## 1. Scope\n\ntext\n\n${requirement('### 2. Login')}${requirement('### 3 Logout')}`)).toEqual([
      '2',
      '3',
    ]);
    expect(idsOf(`${requirement('### 2. Login')}${requirement('### Requirement 3')}`)).toEqual(['3']);
  });

  test('a heading within code is none', () => {
    expect(idsOf(`\`\`\`\n${requirement('### Requirement 1')}\`\`\`\n${requirement('### Requirement 2')}`)).toEqual([
      '2',
    ]);
  });

  test('a doubled number is reported, and the second one stays apart', () => {
    const document = parse('requirements', requirement('### Requirement 1') + requirement('### Requirement 1'));
    expect(document.requirements.map(({ id, criteria }) => [id, criteria[0]?.id])).toEqual([
      ['1', '1.1'],
      ['1-2', '1-2.1'],
    ]);
    expect(codes(document)).toEqual(['requirement-id-doubled@6']);
    expect(document.blocks.map(({ id }) => id)).toEqual(['requirements/1', 'requirements/1-2']);
  });
});

describe('criteria headings', () => {
  test.each([
    '#### Acceptance Criteria',
    '### Acceptance Criteria',
    '**Acceptance Criteria:**',
    '**Acceptance Criteria**',
    'Acceptance Criteria:',
    '##### ACCEPTANCE CRITERIA (EARS)',
    '#### 验收标准',
    '#### 受け入れ基準',
    '#### Criterios de Aceptación',
    '#### Critérios de Aceitação',
    '#### Tiêu chí chấp nhận',
    '#### Akzeptanzkriterien',
    '#### Critères d’acceptation',
    '#### Критерии приёмки',
    '#### 인수 기준',
  ])('%j', (mark) => {
    const { requirements } = parse('requirements', `### Requirement 1\n\n1. no criterion\n\n${mark}\n\n1. a\n2. b\n`);
    expect(requirements[0]?.criteria.map(({ id, text }) => `${id} ${text}`)).toEqual(['1.1 a', '1.2 b']);
  });

  test('a later heading ends them, one below only groups them', () => {
    const text = '### Requirement 1\n#### Acceptance Criteria\n1. a\n##### Errors\n2. b\n#### Notes\n3. c\n';
    expect(parse('requirements', text).requirements[0]?.criteria.map(({ id }) => id)).toEqual(['1.1', '1.2']);
  });

  test('a criteria heading above the level of the requirement is not part of it', () => {
    const text = `${requirement('### Requirement 1')}\n## Acceptance Criteria Overview\n\n1. a\n`;
    const document = parse('requirements', text);
    expect(document.requirements[0]?.criteria).toHaveLength(1);
    expect(document.blocks.map(({ id }) => id)).toEqual([
      'requirements/1',
      'requirements/acceptance-criteria-overview',
    ]);
  });
});

describe('criteria', () => {
  test.each([
    [
      ['1. a', '2. b'],
      ['2.1 a', '2.2 b'],
    ],
    [
      ['1) a', '2) b'],
      ['2.1 a', '2.2 b'],
    ],
    [
      ['1、甲', '2．乙'],
      ['2.1 甲', '2.2 乙'],
    ],
    [
      ['1.甲', '2.乙'],
      ['2.1 甲', '2.2 乙'],
    ],
    [
      ['2.1 a', '2.2. b', '- **2.3** c'],
      ['2.1 a', '2.2 b', '2.3 c'],
    ],
    [
      ['1. a', '', '2. b'],
      ['2.1 a', '2.2 b'],
    ],
    [
      ['1. a', '3. b'],
      ['2.1 a', '2.3 b'],
    ],
    [
      ['   1. a', '   2. b'],
      ['2.1 a', '2.2 b'],
    ],
    [
      ['1. a', '   b', '2. c'],
      ['2.1 a b', '2.2 c'],
    ],
    [['1. a', 'b'], ['2.1 a b']],
    [['1. a', '', '   b'], ['2.1 a b']],
    [
      ['1. a', '', 'prose', '2. b'],
      ['2.1 a', '2.2 b'],
    ],
    [
      ['1. a:', '   1. x', '   2. y', '2. b'],
      ['2.1 a:\n1. x\n2. y', '2.2 b'],
    ],
    [['1. **WHEN** a'], ['2.1 **WHEN** a']],
    [['1. within 1.5 seconds'], ['2.1 within 1.5 seconds']],
    [
      ['1. a', '```', '2. no', '```', '2. b'],
      ['2.1 a\n```\n2. no\n```', '2.2 b'],
    ],
  ])('%j', (lines, expected) => {
    expect(criteriaOf(...lines)).toEqual(expected);
  });

  test('a number used twice is numbered by its place and reported', () => {
    const document = parse('requirements', requirement('### Requirement 1', '1. a', '1. b', '1. c'));
    expect(document.requirements[0]?.criteria.map(({ id }) => id)).toEqual(['1.1', '1.2', '1.3']);
    expect(codes(document)).toEqual(['criterion-id-doubled@6', 'criterion-id-doubled@7']);
  });

  test('the span of a criterion covers the lines that continue it', () => {
    const document = parse('requirements', requirement('### Requirement 1', '1. a', '   b', '', '2. c'));
    const spans = document.requirements[0]?.criteria.map(({ span }) => document.text.slice(span.start, span.end));
    expect(spans).toEqual(['1. a\n   b', '2. c']);
  });
});

describe('user stories', () => {
  test.each([
    '**User Story:** As a dev, I want it\nso that it works\n',
    '**User Story**: As a dev, I want it so that it works\n',
    'User Story: As a dev, I want it so that it works\n',
    '#### User Story\n\nAs a dev, I want it so that it works\n',
    '**用户故事：** As a dev, I want it so that it works\n',
    '**ユーザーストーリー:** As a dev, I want it so that it works\n',
  ])('%j', (story) => {
    const text = `### Requirement 1\n\n${story}\n#### Acceptance Criteria\n\n1. a\n`;
    expect(parse('requirements', text).requirements[0]?.userStory).toBe('As a dev, I want it so that it works');
  });

  test('are not needed', () => {
    expect(parse('requirements', requirement('### Requirement 1')).requirements[0]).not.toHaveProperty('userStory');
  });
});

describe('problems', () => {
  test('a file without requirements says what to write', () => {
    const { problems } = parse('requirements', '# Title\n\nProse.\n');
    expect(problems).toMatchObject([{ code: 'requirement-missing', severity: 'error', line: 1, column: 1 }]);
    expect(problems[0]?.message).toContain('### Requirement 1: Title');
    expect(problems[0]?.file).toBe('requirements.md');
  });

  test('a requirement without criteria is named at its line', () => {
    const document = parse('requirements', '# T\n\n### Requirement 1\n\n- no number\n');
    expect(codes(document)).toEqual(['criteria-missing@3']);
    expect(document.problems[0]?.message).toContain('requirement 1 has no criteria');
  });

  test('a requirement that only groups others needs none', () => {
    const text = `### Requirement 1\n\n${requirement('#### Requirement 1.1')}`;
    const document = parse('requirements', text.replace('#### Acc', '##### Acc'));
    expect(document.requirements.map(({ id }) => id)).toEqual(['1', '1.1']);
    expect(document.requirements[1]?.criteria[0]?.id).toBe('1.1.1');
    expect(document.problems).toEqual([]);
  });
});

describe('requirements with a code', () => {
  const idsOf = (text: string) => parse('requirements', text).requirements.map(({ id }) => id);

  test('keep it: derived, technical and non-functional ones are no second requirement 1', () => {
    const text = ['### Requirement 1', '### Derived Requirement 1', '### Technical Requirement 1', '### NFR-1'];
    expect(idsOf(text.map((each) => requirement(each)).join(''))).toEqual(['1', 'DR-1', 'TR-1', 'NFR-1']);
    expect(codes(parse('requirements', text.map((each) => requirement(each)).join('')))).toEqual([]);
  });

  test.each([
    ['### US-2: Title', 'US-2'],
    ['### DR3 Title', 'DR-3'],
    ['### Story 4: Title', '4'],
    ['### User Story 4 – Title', '4'],
  ])('%s is one where criteria stand below', (heading, id) => {
    const { requirements } = parse('requirements', requirement(heading));
    expect(requirements).toMatchObject([{ id, title: 'Title', criteria: [{ id: `${id}.1` }] }]);
    expect(idsOf(`${heading}\n\nProse.\n`)).toEqual([]);
  });

  test('on a deeper level belong to the requirement above', () => {
    expect(idsOf(`### Requirement 1\n\n${requirement('#### US-1: Title').replace('#### Acc', '##### Acc')}`)).toEqual([
      '1',
    ]);
  });

  test('do not take the criteria of a section above them for their own', () => {
    expect(idsOf('## A\n\n### UC-1: Title\n\nProse.\n\n## Acceptance Criteria\n\n1. a\n')).toEqual([]);
  });
});

test('a letter behind the number is part of it', () => {
  const text = ['### Requirement 11: A', '### Requirement 11b: B', '### Requirement 3D printing']
    .map((each) => requirement(each))
    .join('');
  const { requirements, problems } = parse('requirements', text);
  expect(requirements.map(({ id, title }) => [id, title])).toEqual([
    ['11', 'A'],
    ['11b', 'B'],
    ['3D', 'printing'],
  ]);
  expect(requirements[1]?.criteria[0]?.id).toBe('11b.1');
  expect(problems).toEqual([]);
});

describe('criteria without numbers', () => {
  const read = (list: string) => parse('requirements', `### Requirement 1\n\n**Acceptance Criteria:**\n\n${list}`);
  const criteria = (list: string) => read(list).requirements[0]?.criteria.map(({ id, text }) => `${id} ${text}`);

  test('are numbered by their place, which is said once', () => {
    const list = '- WHEN a THEN b\n  - detail\n- [ ] c\n  goes on\n';
    expect(criteria(list)).toEqual(['1.1 WHEN a THEN b\n- detail', '1.2 c goes on']);
    expect(codes(read(list))).toEqual(['criterion-id-missing@5']);
  });

  test('are one where they are the steps of a scenario', () => {
    expect(criteria('- GIVEN a\n- WHEN b\n- **THEN** c\n- given d\n- then e\n')).toEqual([
      '1.1 GIVEN a\n- WHEN b\n- **THEN** c',
      '1.2 given d\n- then e',
    ]);
  });

  test('end where something else begins', () => {
    expect(criteria('- a\n- b\n\n**Dependencies:**\n- c\n')).toEqual(['1.1 a', '1.2 b']);
  });

  test('are none beside a line that has a number', () => {
    expect(criteria('1. a\n\n- b\n')).toEqual(['1.1 a']);
  });
});

describe('lists under a requirement that has no heading for its criteria', () => {
  const read = (body: string) =>
    parse('requirements', `### Requirement 1: A\n\n${body}\n### Requirement 2: B\n\n- THE SYSTEM SHALL b\n`);
  const criteria = (body: string) => read(body).requirements[0]?.criteria.map(({ id, text }) => `${id} ${text}`);

  test('hold criteria where they demand something, in the languages whose words for it are known', () => {
    const list =
      '- The gate must shut\n  - at night\n- Wrapped, it shall\ngo on\n- 系统必须锁定账户\n- Das Tor muss zu sein\n';
    expect(criteria(list)).toEqual([
      '1.1 The gate must shut\n- at night',
      '1.2 Wrapped, it shall go on',
      '1.3 系统必须锁定账户',
      '1.4 Das Tor muss zu sein',
    ]);
    expect(codes(read(list)).filter((code) => /missing/.test(code) && !/duty/.test(code))).toEqual([
      'criterion-id-missing@3',
      'criterion-id-missing@12',
    ]);
  });

  test('hold notes beside them, and what follows a list is none of it', () => {
    expect(
      criteria('Some prose that must not count.\n\n- a note\n- WHEN x, it opens\n\nMore prose.\n\n- It shall close\n'),
    ).toEqual(['1.1 WHEN x, it opens', '1.2 It shall close']);
    expect(criteria('```\n- it must be code\n```\n')).toEqual([]);
  });

  test('keep the numbers that are written', () => {
    expect(criteria('1. It must open\n2. a note\n3. It must shut\n')).toEqual(['1.1 It must open', '1.3 It must shut']);
  });

  test('are none where criteria stand under their heading', () => {
    expect(criteria('- It must be a note\n\n#### Acceptance Criteria\n\n1. It shall open\n')).toEqual([
      '1.1 It shall open',
    ]);
    expect(codes(read('- It must be a note\n\n#### Acceptance Criteria\n\nNone yet.\n'))).toContain(
      'criteria-missing@1',
    );
  });
});
