/** Errors of the operating system, and of Node's permission model, in words. */

const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  ERR_ACCESS_DENIED: 'the permission model of Node denies it',
  EEXIST: 'it exists already',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is not a folder',
  ENOTEMPTY: 'the folder is not empty',
  EBUSY: 'it is in use',
  EIO: 'the device failed',
  ENXIO: 'no program has its other end open',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'it would be larger than is allowed',
  EROFS: 'the file system is read-only',
  EMFILE: 'too many files are open (ulimit -n)',
  ENFILE: 'the system has too many open files',
  ENOMEM: 'memory is used up',
  ENAMETOOLONG: 'its name is too long',
  ELOOP: 'its symbolic links lead in a circle',
  EXDEV: 'it is on another disk',
  EBADF: 'it is not open',
};

/** Words for the cause of a system error, to follow "Cannot read FILE: ". The code itself where there are none. */
export function systemErrorInWords(error: unknown): string {
  const code = systemCode(error);
  return WORDS[code] ?? (code || 'an unknown error');
}

/** The code of a system error, such as EEXIST; empty for other errors. */
export function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** Whether the system, or Node on its behalf, refused something: no mistake of the program. */
export function isSystemError(error: unknown): error is Error & { readonly code: string } {
  return (
    error instanceof Error && (('syscall' in error && 'code' in error) || systemCode(error) === 'ERR_ACCESS_DENIED')
  );
}
