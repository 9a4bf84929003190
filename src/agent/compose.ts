import type { CallTool, Layer } from '../domain/tool.ts';

/** Puts layers around a tool call; the first is the outermost. */
export function compose(layers: readonly Layer[], run: CallTool): CallTool {
  return layers.reduceRight<CallTool>((next, layer) => (call, context) => layer(call, context, next), run);
}
