#!/usr/bin/env node
const isBuilt = require('node:fs').existsSync(`${__dirname}/../dist/main.cjs`);
require(isBuilt ? '../dist/main.cjs' : './not-built.js').main();
