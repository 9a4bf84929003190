/** Whether two slugs are of one spec: it may have been archived, or moved into a group, since one of them was written. */
export function sameSpec(one: string, other: string): boolean {
  return one === other || one.endsWith(`/${other}`) || other.endsWith(`/${one}`);
}
