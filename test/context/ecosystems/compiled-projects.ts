import type { Ecosystem } from './ecosystem.ts';

export const compiledProjects: Ecosystem[] = [
  {
    name: 'Go',
    files: { 'go.mod': 'module a\n', 'main.go': 'package main\n' },
    language: 'go',
    packageManager: 'go',
    commands: { setup: 'go mod download', build: 'go build ./...', test: 'go test ./...', lint: 'go vet ./...' },
  },
  {
    name: 'a Go workspace with golangci-lint',
    files: {
      'go.work': 'go 1.22\n\nuse (\n\t./api // the server\n\t./lib\n)\n',
      'api/go.mod': '',
      'lib/go.mod': '',
      '.golangci.yml': '',
    },
    language: 'go',
    packageManager: 'go',
    commands: {
      setup: 'go mod download',
      build: 'go build ./api/... ./lib/...',
      test: 'go test ./api/... ./lib/...',
      lint: 'golangci-lint run',
    },
  },
  {
    name: 'Rust',
    files: { 'Cargo.toml': '[package]\nname = "a"\n', 'src/lib.rs': '' },
    language: 'rust',
    packageManager: 'cargo',
    commands: { setup: 'cargo fetch', build: 'cargo build', test: 'cargo test', lint: 'cargo clippy --all-targets' },
  },
  {
    name: 'a Rust workspace',
    files: { 'Cargo.toml': '[workspace]\nmembers = ["a"]\n', 'a/Cargo.toml': '[package]\n', 'a/src/lib.rs': '' },
    language: 'rust',
    packageManager: 'cargo',
    commands: {
      setup: 'cargo fetch',
      build: 'cargo build --workspace',
      test: 'cargo test --workspace',
      lint: 'cargo clippy --workspace --all-targets',
    },
  },
  {
    name: 'Maven with its wrapper',
    files: { 'pom.xml': '<project/>', mvnw: '', 'src/main/java/A.java': '' },
    language: 'java',
    packageManager: 'maven',
    commands: { build: './mvnw -B -DskipTests package', test: './mvnw -B test' },
  },
  {
    name: 'Maven without a wrapper',
    files: { 'pom.xml': '<project/>', 'src/main/java/A.java': '' },
    language: 'java',
    packageManager: 'maven',
    commands: { build: 'mvn -B -DskipTests package', test: 'mvn -B test' },
  },
  {
    name: 'Kotlin with Gradle, its wrapper and detekt',
    files: {
      'build.gradle.kts': 'plugins { id("io.gitlab.arturbosch.detekt") }',
      gradlew: '',
      'src/main/kotlin/A.kt': '',
    },
    language: 'kotlin',
    packageManager: 'gradle',
    commands: { build: './gradlew assemble', test: './gradlew test', lint: './gradlew detekt' },
  },
  {
    name: 'Java with Gradle and no wrapper',
    files: { 'settings.gradle': '', 'app/build.gradle': '', 'app/src/main/java/A.java': '' },
    language: 'java',
    packageManager: 'gradle',
    commands: { build: 'gradle assemble', test: 'gradle test' },
  },
  {
    name: '.NET',
    files: { 'Shop.sln': '', 'src/Shop/Shop.csproj': '<Project/>', 'src/Shop/A.cs': '' },
    language: 'csharp',
    packageManager: 'dotnet',
    commands: { setup: 'dotnet restore', build: 'dotnet build', test: 'dotnet test' },
  },
];
