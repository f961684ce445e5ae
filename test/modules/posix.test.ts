/** posix against CPython: ids, limits, descriptors, processes, attributes of files. */
import { afterEach } from 'bun:test'
import { maybe, same } from '../support/same'

const HELPERS = `
import os, errno, tempfile, time, sys
def content(path):
    with open(path) as f: return f.read()
def t(f, *a, **k):
    try: print(getattr(f, '__name__', f), f(*a, **k))
    except Exception as e: print(type(e).__name__, e)
where = tempfile.mkdtemp(); os.chdir(where)
`

const directory = process.cwd()
afterEach(() => process.chdir(directory))

maybe(
  'identity and configuration',
  () => {
    same(`${HELPERS}
print(os.getresuid(), os.getresgid(), os.getgrouplist('root', 0), os.getpriority(os.PRIO_PROCESS, 0), os.ctermid())
t(os.setuid, -2); t(os.setuid, 2 ** 32); t(os.setgid, 'x'); t(os.setreuid, -1, -1); t(os.setresgid, -1, -1, -1); t(os.setgroups, 5); t(os.setgroups, ['x'])
t(os.setpriority, os.PRIO_PROCESS, 2 ** 31, 0); t(os.getpriority, 77, 0); t(os.tcgetpgrp, 99)
for name in ('SC_PAGESIZE', 'SC_NGROUPS_MAX', 'SC_2_VERSION', 4, 'no', 1.5): t(os.sysconf, name)
t(os.sysconf, 9999)
for name in ('CS_PATH', 'CS_GNU_LIBC_VERSION', 'CS_LFS_CFLAGS', 'no', 99999): t(os.confstr, name)
t(os.pathconf, '/', 'PC_NAME_MAX'); t(os.pathconf, '/no such', 'PC_NAME_MAX'); t(os.fpathconf, 1, 'PC_PIPE_BUF'); t(os.pathconf, '/', 99)
print(sorted(os.sysconf_names.items()) , sorted(os.confstr_names.items()), sorted(os.pathconf_names.items()))
t(os.device_encoding, 99); t(os.unshare, 1 << 2); t(os.setns, 0); t(os.chroot, '/no such directory'); t(os.nice, 0)
print(len(os.getrandom(5)), os.getrandom(0)); t(os.getrandom, -1); t(os.getrandom, 1, 99)
print(len(os.times()), os.times().children_user >= 0, os.sched_param(3), os.sched_getaffinity(0) == os.sched_getaffinity(os.getpid()))
t(os.sched_setaffinity, 0, os.sched_getaffinity(0)); t(os.sched_setaffinity, 0, [-1]); t(os.sched_setaffinity, 0, ['a']); t(os.sched_setaffinity, 0, [])
t(os.sched_getscheduler, 0); t(os.sched_getparam, 0); t(os.sched_setparam, 0, 5); t(os.sched_setscheduler, 0, os.SCHED_OTHER, os.sched_param(0))
t(os.sched_get_priority_max, os.SCHED_FIFO); t(os.sched_get_priority_min, 99); print(type(os.sched_rr_get_interval(0)))
t(os.get_terminal_size, 99); print(sorted(os.supports_dir_fd, key=lambda f: f.__name__) != [], os.access in os.supports_effective_ids)
os.environ['DXPY_T'] = 'x'; os.unsetenv('DXPY_T'); t(os.putenv, 'a=b', 'c'); t(os.putenv, 'a\\0', 'c'); t(os.unsetenv, 'a\\0')
`)
  },
  30_000,
)

maybe(
  'descriptors',
  () => {
    same(`${HELPERS}
a, b = os.pipe2(os.O_NONBLOCK); print(os.get_blocking(a), os.get_inheritable(a)); t(os.pipe2, -1)
print(os.writev(b, [b'ab', bytearray(b'cde'), b'', memoryview(b'f')])); x, y = bytearray(2), bytearray(9); print(os.readv(a, [x, y]), x, y)
t(os.readv, a, [x]); t(os.readv, a, [b'x']); t(os.readv, a, 5); t(os.writev, b, {1}); t(os.writev, b, ['x'])
with open('f', 'wb') as f: f.write(b'0123456789' * 3)
fd = os.open('f', os.O_RDWR); buf = bytearray(4)
print(os.preadv(fd, [buf], 5), buf, os.pwritev(fd, [b'AB', b'C'], 1), os.preadv(fd, [buf], 0, 0), buf); t(os.preadv, fd, [buf], 0, os.RWF_HIPRI << 20); t(os.preadv, fd, [buf], 0, os.RWF_NOWAIT)
out = os.open('g', os.O_RDWR | os.O_CREAT); print(os.sendfile(out, fd, 1, 5), os.sendfile(out, fd, None, 3), os.lseek(fd, 0, 1)); t(os.sendfile, out, 99, 0, 1)
print(os.copy_file_range(fd, out, 4, offset_src=10, offset_dst=0)); t(os.copy_file_range, fd, out, -1)
print(os.splice(fd, b, 6, offset_src=2), os.read(a, 99)); t(os.splice, fd, out, 5); t(os.splice, fd, out, -5)
t(os.lockf, fd, os.F_LOCK, 0); t(os.lockf, fd, os.F_TEST, 0); t(os.lockf, fd, os.F_ULOCK, 0); t(os.lockf, 99, os.F_LOCK, 0)
t(os.posix_fadvise, fd, 0, 0, os.POSIX_FADV_NORMAL); t(os.posix_fadvise, 99, 0, 0, 0); t(os.posix_fallocate, fd, 0, 100); print(os.fstat(fd).st_size); t(os.posix_fallocate, fd, -1, 1)
e = os.eventfd(3, os.EFD_CLOEXEC | os.EFD_NONBLOCK); print(os.eventfd_read(e)); t(os.eventfd_read, e); os.eventfd_write(e, 2 ** 62); print(os.eventfd_read(e)); t(os.eventfd_write, e, -1); t(os.eventfd_write, e, 2 ** 64); t(os.eventfd, -1); t(os.eventfd, 2 ** 32)
m = os.memfd_create('name'); os.write(m, b'abc'); print(os.pread(m, 9, 0), os.get_inheritable(m)); t(os.memfd_create, 'a\\0b'); t(os.memfd_create, 5)
c = os.timerfd_create(time.CLOCK_MONOTONIC); print(os.timerfd_settime(c, initial=0.01, interval=0.0), os.eventfd_read(c)); print(os.timerfd_gettime(c), os.timerfd_settime_ns(c, initial=10 ** 12, interval=5)[1]); n = os.timerfd_gettime_ns(c); print(10 ** 11 * 9 < n[0] <= 10 ** 12, n[1]); t(os.timerfd_settime, c, initial=float('nan')); t(os.timerfd_settime, c, initial=1e300); t(os.timerfd_create, 99); t(os.timerfd_gettime, 'x'); t(os.timerfd_settime, c, interval=-5.5)
p, q = os.openpty(); print(os.isatty(p), os.isatty(q), os.ttyname(q) == os.ptsname(p), os.get_terminal_size(q), os.get_inheritable(p), os.device_encoding(q).lower()); t(os.ttyname, a); t(os.ptsname, a)
p = os.posix_openpt(os.O_RDWR); os.grantpt(p); os.unlockpt(p); print(os.ptsname(p)[:9], os.get_inheritable(p)); t(os.grantpt, a); t(os.login_tty, a)
t(os.fchdir, fd); d = os.open('/', os.O_RDONLY); os.fchdir(d); print(os.getcwd()); t(os.fchdir, 'x'); t(os.fchdir, -1); print(os.fstatvfs(d)[:2] == os.statvfs('/')[:2]); t(os.statvfs, '/no such'); t(os.fstatvfs, 99); print(os.statvfs('/').f_flag & os.ST_RDONLY, os.fstatvfs(d).f_namemax)
os.sync()
`)
  },
  30_000,
)

maybe(
  'files',
  () => {
    same(`${HELPERS}
print(os.makedev(8, 1), os.major(2049), os.minor(2049), os.makedev(2 ** 20, 2 ** 21 + 5), os.major(os.makedev(70000, 5)), os.minor(os.makedev(1, 70000))); t(os.major, -5); t(os.makedev, 2 ** 65, 0)
import stat
os.mkfifo('fifo'); print(stat.S_ISFIFO(os.stat('fifo').st_mode)); t(os.mkfifo, 'fifo'); os.mknod('node', 0o600 | stat.S_IFREG); print(stat.S_ISREG(os.stat('node').st_mode)); t(os.mknod, '/no such/x')
d = os.open('.', os.O_RDONLY); os.mkfifo('fifo2', dir_fd=d); print(sorted(os.listdir()))
fd = os.open('node', os.O_RDWR); t(os.fchown, fd, -1, -1); t(os.fchown, 99, 0, 0); t(os.fchown, fd, 'x', 0)
os.utime('node', ns=(123456789123456789, -5)); s = os.stat('node'); print(s.st_atime_ns, s.st_mtime_ns)
os.utime(fd, (1.5, -2.25)); s = os.stat('node'); print(s.st_atime_ns, s.st_mtime_ns, s.st_mtime); os.utime('node', (10 ** 10, 0)); print(os.stat('node').st_atime)
os.symlink('node', 'link'); os.utime('link', (1, 2), follow_symlinks=False); print(os.lstat('link').st_mtime, os.stat('link').st_mtime); t(os.utime, 'no'); t(os.utime, 'node', (1, 2), ns=(1, 2)); t(os.utime, 'node', (1,)); t(os.utime, 'node', 5); t(os.utime, 'node', ('a', 2)); t(os.utime, 'node', (float('nan'), 2)); t(os.utime, fd, follow_symlinks=False); os.utime('node'); print(abs(time.time() - os.stat('node').st_mtime) < 5)
os.link('link', 'hard', follow_symlinks=False); print(os.path.islink('hard')); os.link('link', 'hard2'); print(os.path.islink('hard2')); t(os.link, 'no', 'no2'); t(os.link, 'node', 'hard')
print(os.access('node', os.X_OK), os.access('node', os.R_OK, effective_ids=True), os.access('node', 0, dir_fd=d, follow_symlinks=False), os.access('no', 0))
t(os.getxattr, 'node', 'user.x'); t(os.getxattr, 'no', 'user.x'); t(os.listxattr, 'node'); t(os.listxattr, 'no'); t(os.listxattr); t(os.listxattr, fd, follow_symlinks=False)
try:
    os.setxattr('node', 'user.x', b'value'); os.setxattr(fd, b'user.y', b'v' * 2000); print(os.getxattr('link', 'user.x'), len(os.getxattr(fd, 'user.y')), sorted(os.listxattr('node')))
    t(os.setxattr, 'node', 'user.x', b'', os.XATTR_CREATE); t(os.setxattr, 'node', 'user.z', b'', os.XATTR_REPLACE); os.removexattr('node', 'user.x'); t(os.removexattr, 'node', 'user.x'); print(os.listxattr('link', follow_symlinks=False))
except OSError as e: print(e)
`)
  },
  30_000,
)

maybe(
  'processes',
  () => {
    same(`${HELPERS}
t(os.wait); t(os.wait3, 0); t(os.wait4, -1, 0); t(os.waitid, os.P_ALL, 0, os.WEXITED); t(os.waitpid, -1, 0)
def child(*a, **k): return os.posix_spawn('/bin/sh', ['sh', '-c', *a], os.environ, **k)
pid = child('exit 3'); print(os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT).si_status, os.waitpid(pid, 0)[1])
pid = child('kill -9 $$'); r = os.wait3(0); print(r[0] == pid, r[1], type(r[2]).__name__); pid = child('exit 4'); print(os.wait()[1]); pid = child('exit 5'); print(os.wait4(pid, 0)[1:2])
pid = child('sleep 5'); print(os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG)); p = os.pidfd_open(pid); os.kill(pid, 15); r = os.waitid(os.P_PIDFD, p, os.WEXITED); print(r.si_signo, r.si_status, r.si_code == os.CLD_KILLED, r.si_pid == pid, r.si_uid)
t(os.pidfd_open, -1)
pid = child('echo to file; echo $V >&3', file_actions=[(os.POSIX_SPAWN_OPEN, 1, 'out', os.O_WRONLY | os.O_CREAT, 0o600), (os.POSIX_SPAWN_DUP2, 1, 3), (os.POSIX_SPAWN_CLOSE, 0)]); os.waitpid(pid, 0); print(content('out'))
pid = os.posix_spawnp('sh', ('sh', '-c', 'echo $A $B > out'), {'A': '1', b'B': b'2'}, setsigmask=[10], setsigdef=[13], setpgroup=0, resetids=True, scheduler=(None, os.sched_param(0))); os.waitpid(pid, 0); print(content('out'))
pid = os.posix_spawn('/bin/sh', ['sh', '-c', 'ps -o sid= -p $$ > out; echo $$ >> out'], os.environ, setsid=True); os.waitpid(pid, 0); print(len(set(content('out').split())))
for bad in ([], [()], [(9,)], [(0, 1)], [(1,)], [(2, 1)], 5):
    if bad: t(child, '', file_actions=bad)
t(os.posix_spawn, '/no such', ['x'], os.environ); t(os.posix_spawn, '/bin/true', [], {}); t(os.posix_spawn, '/bin/true', 'x', {}); t(os.posix_spawn, '/bin/true', [''], {}); t(os.posix_spawn, '/bin/true', ['x'], 5); t(os.posix_spawn, '/bin/true', ['x'], {'a=b': 'c'}); t(os.posix_spawn, '/bin/true', [5], {}); t(child, '', setsigdef=[0]); t(child, '', setsigmask=[99])
print(os.spawnl(os.P_WAIT, '/bin/sh', 'sh', '-c', 'exit 7'), os.spawnlp(os.P_WAIT, 'sh', 'sh', '-c', 'kill -9 $$'), os.spawnvpe(os.P_WAIT, 'sh', ['sh', '-c', 'exit $N'], {'N': '9', 'PATH': '/bin'}), os.spawnv(os.P_WAIT, '/no such', ['x']))
print(os.waitpid(os.spawnle(os.P_NOWAIT, '/bin/sh', 'sh', '-c', 'exit $N', {'N': '6'}), 0)[1], os.waitpid(os.spawnvp(os.P_NOWAIT, 'no such', ['x']), 0)[1]); t(os.spawnv, 0, '/bin/true', []); t(os.spawnv, 0, '/bin/true', 'x'); t(os.spawnv, 0, '/bin/true', [''])
t(os.execv, '/no such', ['x']); t(os.execv, '/bin/true', []); t(os.execv, '/bin/true', 5); t(os.execv, '/bin/true', ['']); t(os.execve, '/no such', ['x'], {}); t(os.execve, '/bin/true', ['x'], 5); t(os.execve, '/bin/true', 'x', {}); t(os.execvp, 'no such program', ['x'])
`)
  },
  30_000,
)
