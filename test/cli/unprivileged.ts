/** Root may write everywhere, so that these need another user. */
export function unprivileged<T>(attempt: () => T): T {
  const { seteuid, geteuid } = process;
  if (seteuid === undefined || geteuid === undefined) throw new Error('This system has no users.');
  const isRoot = geteuid.call(process) === 0;
  if (isRoot) seteuid.call(process, 65_534);
  try {
    return attempt();
  } finally {
    if (isRoot) seteuid.call(process, 0);
  }
}
