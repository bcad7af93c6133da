#!/usr/bin/env node
// Checks the Node version before anything newer than Node 12 can understand is loaded, then hands over to the command line.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`audit-models needs Node 20.19 or newer, this is ${process.versions.node}. Install a current Node and run it again.`);
  process.exitCode = 2;
} else {
  const { main } = await import('../dist/bundle/main.js');
  process.exitCode = await main(process.argv.slice(2));
}
