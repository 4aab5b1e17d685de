/** In place of the program, in a checkout that was not built. 2: bad usage. */
exports.main = () => {
  process.stderr.write('error: This checkout is not built yet. Run "npm ci && npm run build" in its folder.\n');
  process.exitCode = 2;
};
