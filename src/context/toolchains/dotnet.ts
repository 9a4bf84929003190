import { type Toolchain, whereFile } from '../toolchain.ts';

const project = /^[^/]+\.(slnx?|csproj|fsproj|vbproj)$/;

export const dotnet: Toolchain = {
  manifest: project,
  sources: /\.(cs|fs|vb)$/,
  language: (folder) => {
    if (folder.find(/\.(csproj|cs)$/)) return 'csharp';
    return folder.find(/\.fsproj$/) ? 'fsharp' : 'visual-basic';
  },
  packageManager: () => 'dotnet',
  commands: {
    setup: [whereFile(project, 'dotnet restore')],
    build: [whereFile(project, 'dotnet build')],
    test: [whereFile(project, 'dotnet test')],
  },
};
