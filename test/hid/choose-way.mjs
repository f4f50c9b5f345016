/**
 * How the fobs come to stand on a real kernel: `direct` where this machine makes devices, otherwise in a `guest`, for which
 * packages may have to be installed first (`install`); `none` where neither goes, with what is missing.
 */
export function chooseWay({ isUhidWritable, isRoot, platform, arch, hasApt, missing }) {
  if (isUhidWritable && isRoot) return { way: 'direct' }; // devices are made and asked as another user
  if (platform !== 'linux' || arch !== 'x64' || !hasApt)
    return {
      way: 'none',
      advice: 'This test needs a writable /dev/uhid as root, or Debian on x64 to run a guest.',
    };
  if (missing.length === 0) return { way: 'guest' };
  if (isRoot) return { way: 'install', packages: missing };
  return { way: 'none', advice: adviseOn(missing) };
}

export function adviseOn(missing) {
  return `Missing packages. Run: sudo apt-get install --no-install-recommends ${missing.join(' ')}`;
}
