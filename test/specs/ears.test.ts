import { expect, test } from 'vitest';
import { recogniseEars } from '../../src/specs/ears.ts';

test.each([
  ['THE System SHALL log', 'ubiquitous'],
  ['The system shall log', 'ubiquitous'],
  ['WHEN a run ends, THE System SHALL log', 'event'],
  ['When a run ends then the system logs', 'event'],
  ['**WHEN** a run ends **THEN** it SHALL log', 'event'],
  ['WHILE a run goes on, THE System SHALL log', 'state'],
  ['WHERE logging is on, THE System SHALL log', 'optional'],
  ['IF the disk is full THEN THE System SHALL stop', 'unwanted'],
  ['WHILE a run goes on, WHEN it fails, THE System SHALL log', 'complex'],
  ['WHEN a run ends THE System SHALL log WHERE logging is on', 'event'],
  ['当用户登录时，系统应记录', 'event'],
  ['如果失败，则重试', 'unwanted'],
  ['系统必须记录', 'ubiquitous'],
  ['システムは記録しなければならない', 'ubiquitous'],
  ['Hệ thống phải ghi nhật ký', 'ubiquitous'],
  ['El sistema debe registrar', 'ubiquitous'],
  ['The log is written', 'none'],
  ['Whenever it rains', 'none'],
  ['', 'none'],
])('%j is %s', (text, pattern) => {
  expect(recogniseEars(text)).toBe(pattern);
});
