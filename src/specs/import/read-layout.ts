import type { ForeignSpecs, Layout, SourceTree } from './foreign-spec.ts';
import { readKiro } from './read-kiro.ts';
import { readOpenSpec } from './read-openspec.ts';
import { readSpecKit } from './read-spec-kit.ts';

/** Reads all specs of one layout. Pure: the tree is all that is read, and nothing in it is changed. */
export function readLayout(layout: Layout, tree: SourceTree): ForeignSpecs {
  if (layout === 'spec-kit') return readSpecKit(tree);
  return layout === 'openspec' ? readOpenSpec(tree) : readKiro(tree, layout);
}
