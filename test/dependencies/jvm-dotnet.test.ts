import { describe, expect, it } from 'vitest';
import { json, linesOf, only } from './support.ts';

const PARENT = `<?xml version="1.0"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <groupId>org.demo</groupId>
  <artifactId>parent</artifactId>
  <version>1.0</version>
  <licenses><license><name>MIT</name></license></licenses>
  <properties>
    <jackson.version>2.17.0</jackson.version>
    <loop>\${loop}</loop>
  </properties>
  <dependencyManagement><dependencies>
    <dependency><groupId>org.junit</groupId><artifactId>junit</artifactId><version>5.10.0</version><scope>test</scope></dependency>
  </dependencies></dependencyManagement>
</project>
`;
const CHILD = `<project>
  <parent>
    <groupId>org.demo</groupId>
    <artifactId>parent</artifactId>
    <version>1.0</version>
  </parent>
  <artifactId>app</artifactId>
  <dependencies>
    <dependency>
      <groupId>com.fasterxml</groupId>
      <artifactId>jackson</artifactId>
      <version>\${jackson.version}</version>
    </dependency>
    <!-- <dependency><groupId>no</groupId><artifactId>comment</artifactId></dependency> -->
    <dependency><groupId>org.junit</groupId><artifactId>junit</artifactId></dependency>
    <dependency><groupId>\${project.groupId}</groupId><artifactId>core</artifactId><version>\${project.version}</version></dependency>
    <dependency><groupId>x</groupId><artifactId>range</artifactId><version>[1.0,2.0)</version></dependency>
    <dependency><groupId>x</groupId><artifactId>managed-elsewhere</artifactId><scope>provided</scope></dependency>
    <dependency><groupId>x</groupId><artifactId>odd</artifactId><version>\${loop}</version><optional>true</optional></dependency>
  </dependencies>
  <build><plugins><plugin><groupId>p</groupId><artifactId>plugin</artifactId></plugin></plugins></build>
</project>
`;

describe('Maven', () => {
  it('properties, managed versions and scopes come from the parent; a property that names itself stays as written', async () => {
    const files = {
      'pom.xml': PARENT,
      'app/pom.xml': CHILD,
      'core/pom.xml': '<project><groupId>org.demo</groupId><artifactId>core</artifactId></project>',
    };
    expect(await linesOf(files)).toEqual({
      packages: [
        'com.fasterxml:jackson@2.17.0 production direct app/pom.xml:11',
        'org.demo:core@1.0 production direct app/pom.xml:16 own',
        'org.junit:junit@5.10.0 test direct app/pom.xml:15',
        'x:managed-elsewhere development direct app/pom.xml:18',
        'x:odd~${loop} optional direct app/pom.xml:19',
        'x:range~[1.0,2.0) production direct app/pom.xml:17',
      ],
      skipped: [],
    });
    expect((await only(files, 'com.fasterxml:jackson')).unknownBecause).toBe(
      'not installed; run `mvn dependency:resolve` and scan with `--stores`',
    );
  });

  it.each([
    [
      'a loop of parents',
      '<project><parent><groupId>g</groupId><artifactId>a</artifactId><version>1</version><relativePath>pom.xml</relativePath></parent><artifactId>a</artifactId></project>',
    ],
    ['another XML file', '<beans/>'],
    ['a dependency without a name', '<project><dependencies><dependency/></dependencies></project>'],
  ])('%s gives nothing', async (_, source) => {
    expect(await linesOf({ 'pom.xml': source })).toEqual({ packages: [], skipped: [] });
  });

  it('a cut file keeps what is complete', async () => {
    const { packages, skipped } = await linesOf({ 'pom.xml': CHILD.slice(0, CHILD.indexOf('<artifactId>range')) });
    expect(packages).toContain('org.junit:junit production direct pom.xml:15');
    expect(skipped).toEqual([expect.stringMatching(/^pom\.xml: not valid XML/)]);
  });
});

describe('Gradle', () => {
  it('literal coordinates in both languages, variables, comments', async () => {
    const source = `plugins { id 'java' }
def okVersion = '4.12.0'
dependencies {
    implementation "com.squareup:okhttp:$okVersion"
    testImplementation 'org.junit:junit:5.10.0'
    // implementation 'no:comment:1.0'
    /* api 'no:block:1.0' */
    runtimeOnly group: 'org.pg', name: 'postgresql', version: '42.7.0'
    compileOnly("org.ann:lombok:1.18.30")
    implementation(platform("org.bom:bom:2.0"))
    implementation 'x:dynamic:1.+'
    implementation project(':core')
    println 'a:b:c'
}
`;
    expect(await linesOf({ 'build.gradle': source })).toEqual({
      packages: [
        'com.squareup:okhttp@4.12.0 production direct build.gradle:4',
        'org.ann:lombok@1.18.30 development direct build.gradle:9',
        'org.bom:bom@2.0 production direct build.gradle:10',
        'org.junit:junit@5.10.0 test direct build.gradle:5',
        'org.pg:postgresql@42.7.0 production direct build.gradle:8',
        'x:dynamic~1.+ production direct build.gradle:11',
      ],
      skipped: [],
    });
  });

  it('a version catalogue: references, bundles, and what no build file refers to', async () => {
    const catalogue = `[versions]
retrofit = "2.11.0"

[libraries]
retrofit-core = { module = "com.squareup:retrofit", version.ref = "retrofit" }
retrofit-json = { group = "com.squareup", name = "retrofit-json", version.ref = "retrofit" }
junit = "org.junit:junit:5.10.0"
lint = "x:lint:3.0"
unused = { module = "x:unused", version = { strictly = "1.0" } }

[bundles]
net = ["retrofit-core", "retrofit-json"]
`;
    const build =
      'dependencies {\n  implementation(libs.bundles.net)\n  testImplementation(libs.junit)\n  lintChecks(libs.lint)\n  alias(libs.plugins.android)\n}\n';
    expect((await linesOf({ 'gradle/libs.versions.toml': catalogue, 'app/build.gradle.kts': build })).packages).toEqual([
      'com.squareup:retrofit-json@2.11.0 production direct app/build.gradle.kts:2',
      'com.squareup:retrofit@2.11.0 production direct app/build.gradle.kts:2',
      'org.junit:junit@5.10.0 test direct app/build.gradle.kts:3',
      'x:lint@3.0 development direct app/build.gradle.kts:4',
      'x:unused@1.0 optional direct gradle/libs.versions.toml:9',
    ]);
  });

  it('gradle.lockfile: configurations tell the scope, build files the direct ones', async () => {
    const lock = `# This is a Gradle generated file for dependency locking.
com.squareup:okhttp:4.12.0=compileClasspath,runtimeClasspath,testCompileClasspath
com.squareup:okio:3.6.0=runtimeClasspath
org.junit:junit:5.10.0=testCompileClasspath
empty=annotationProcessor
nonsense
`;
    expect(
      await linesOf({ 'gradle.lockfile': lock, 'build.gradle': "dependencies {\n implementation 'com.squareup:okhttp:4.+'\n}\n" }),
    ).toEqual({
      packages: [
        'com.squareup:okhttp@4.12.0 production direct build.gradle:2',
        'com.squareup:okio@3.6.0 production ? gradle.lockfile:3',
        'org.junit:junit@5.10.0 test ? gradle.lockfile:4',
      ],
      skipped: ['gradle.lockfile: line 6 is not understood'],
    });
  });
});

describe('NuGet', () => {
  it('project files: versions as attribute, element, property or central; private assets; test projects', async () => {
    const files = {
      'Directory.Packages.props': `<Project>
  <ItemGroup>
    <PackageVersion Include="Central" Version="3.0.0" />
    <PackageVersion Include="NotUsed" Version="9.0.0" />
  </ItemGroup>
</Project>`,
      'src/App.csproj': `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><LibVersion>8.0.1</LibVersion></PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Attribute" Version="1.0.0" />
    <PackageReference Include="Element">
      <Version>2.0.0</Version>
    </PackageReference>
    <PackageReference Include="central" />
    <PackageReference Include="Property" Version="$(LibVersion)" />
    <PackageReference Include="Analyzer" Version="5.0.0" PrivateAssets="all" />
    <PackageReference Include="Range" Version="[1.0,2.0)" />
  </ItemGroup>
</Project>`,
      'test/App.Tests.csproj': '<Project><ItemGroup><PackageReference Include="Xunit" Version="2.7.0" /></ItemGroup></Project>',
    };
    expect(await linesOf(files)).toEqual({
      packages: [
        'Analyzer@5.0.0 development direct src/App.csproj:10',
        'Attribute@1.0.0 production direct src/App.csproj:4',
        'Element@2.0.0 production direct src/App.csproj:5',
        'Property@8.0.1 production direct src/App.csproj:9',
        'Range~[1.0,2.0) production direct src/App.csproj:11',
        'Xunit@2.7.0 test direct test/App.Tests.csproj:1',
        'central@3.0.0 production direct src/App.csproj:8',
      ],
      skipped: [],
    });
  });

  it('packages.lock.json gives versions and chains', async () => {
    const lock = json({
      version: 1,
      dependencies: {
        'net8.0': {
          Serilog: { type: 'Direct', requested: '[3.0.0, )', resolved: '3.1.1', dependencies: { 'Serilog.Core': '3.1.1' } },
          'Serilog.Core': { type: 'Transitive', resolved: '3.1.1' },
          lib: { type: 'Project' },
        },
      },
    });
    const files = {
      'packages.lock.json': lock,
      'App.csproj': '<Project><ItemGroup>\n<PackageReference Include="Serilog" Version="3.*" />\n</ItemGroup></Project>',
    };
    expect((await linesOf(files)).packages).toEqual([
      'Serilog.Core@3.1.1 production Serilog>Serilog.Core packages.lock.json:13',
      'Serilog@3.1.1 production direct App.csproj:2',
      'lib production ? packages.lock.json:17 own',
    ]);
    expect((await linesOf({ 'packages.lock.json': '{"version": 3, "dependencies": []}' })).skipped).toEqual([
      'packages.lock.json: lockfile version 3 is not known; read like version 2',
    ]);
  });

  it('packages.config, and a project file that is no XML', async () => {
    const config =
      '<?xml version="1.0"?>\n<packages>\n  <package id="A" version="1.0" />\n  <package id="B" version="2.0" developmentDependency="true" />\n</packages>';
    expect((await linesOf({ 'packages.config': config })).packages).toEqual([
      'A@1.0 production direct packages.config:3',
      'B@2.0 development direct packages.config:4',
    ]);
    expect((await linesOf({ 'App.csproj': 'just words' })).skipped).toEqual([expect.stringMatching(/^App\.csproj: not valid XML/)]);
  });
});
