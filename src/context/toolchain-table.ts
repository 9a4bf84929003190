import type { Toolchain } from './toolchain.ts';
import { dotnet } from './toolchains/dotnet.ts';
import { go } from './toolchains/go.ts';
import { gradle } from './toolchains/gradle.ts';
import { just } from './toolchains/just.ts';
import { make } from './toolchains/make.ts';
import { maven } from './toolchains/maven.ts';
import { node } from './toolchains/node.ts';
import { php } from './toolchains/php.ts';
import { python } from './toolchains/python.ts';
import { ruby } from './toolchains/ruby.ts';
import { rust } from './toolchains/rust.ts';

/** Every ecosystem that is known; where two have as many sources in a folder the earlier one goes first. */
export const toolchains: readonly Toolchain[] = [node, python, go, rust, gradle, maven, dotnet, ruby, php, just, make];
