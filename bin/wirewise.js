#!/usr/bin/env node
// Node keeps compiled code in its cache folder from the second run on; Node 20 cannot.
require('node:module').enableCompileCache?.();
const isBuilt = require('node:fs').existsSync(`${__dirname}/../dist/main.cjs`);
require(isBuilt ? '../dist/main.cjs' : './not-built.js').main();
