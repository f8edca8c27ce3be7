/* Preloaded into a tool, makes chosen calls fail. Only files under FAULT_ROOT count, standard error never.

   FAULTS=function:n:what[,...]: the n-th call of a function (all of them: 0) fails with the errno `what`, or
   moves one byte (SHORT), or finds a SIGTERM waiting behind it (TERM), or does not happen: the process is killed before
   it (KILL), or waits before it (WAIT) until there is a file FAULT_LOG.go, having made FAULT_LOG.waits. Functions that
   do the same count as one: open (openat), read (pread), write (pwrite, writev), fsync (fdatasync), rename (renameat);
   "any" counts them all, and unlink, unlinkat, fchmod and fchown.
   FAULT_LOG names a file that gets a line for each fault, SIGTERM apart. FAULT_PID is what getpid says: two processes
   in two containers may have one number. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { NONE = 0, SHORT = -1 };

struct rule {
  char function[16];
  long n;
  char what[16];
  atomic_long calls;
};

static struct rule rules[8];
static int rule_count;
static const char *root, *log_path;

static const struct {
  const char *name;
  int number;
} errors[] = {{"EIO", EIO},       {"ENOSPC", ENOSPC}, {"EINTR", EINTR},
              {"EMFILE", EMFILE}, {"EACCES", EACCES}, {"EDQUOT", EDQUOT}};

__attribute__((constructor)) static void set_up(void) {
  root = getenv("FAULT_ROOT");
  log_path = getenv("FAULT_LOG");
  const char *text = getenv("FAULTS");
  while (root && text && *text && rule_count < 8) {
    struct rule *rule = &rules[rule_count];
    if (sscanf(text, "%15[^:]:%ld:%15[^,]", rule->function, &rule->n, rule->what) == 3) rule_count++;
    text = strchr(text, ',');
    if (text) text++;
  }
}

static void note(const struct rule *rule) {
  if (!log_path) return;
  long log = syscall(SYS_openat, AT_FDCWD, log_path, O_WRONLY | O_CREAT | O_APPEND, 0600);
  syscall(SYS_write, log, rule->function, strlen(rule->function));
  syscall(SYS_write, log, "\n", 1);
  syscall(SYS_close, log);
}

static void wait_for_go(void) {
  char name[PATH_MAX + 16];
  snprintf(name, sizeof name, "%s.waits", log_path);
  syscall(SYS_close, syscall(SYS_openat, AT_FDCWD, name, O_WRONLY | O_CREAT, 0600));
  snprintf(name, sizeof name, "%s.go", log_path);
  while (syscall(SYS_faccessat, AT_FDCWD, name, F_OK) != 0) usleep(1000);
}

/* What this call shall meet: an errno, SHORT or NONE. */
static int fault(const char *function) {
  for (int i = 0; i < rule_count; i++) {
    struct rule *rule = &rules[i];
    if (strcmp(rule->function, function)) continue;
    long call = atomic_fetch_add(&rule->calls, 1) + 1;
    if (rule->n && rule->n != call) continue;
    if (!strcmp(rule->what, "TERM")) {
      kill(syscall(SYS_getpid), SIGTERM);
      continue;
    }
    note(rule);
    if (!strcmp(rule->what, "KILL")) {
      kill(syscall(SYS_getpid), SIGKILL);
      /* The first process of a container cannot be killed from within. */
      syscall(SYS_exit_group, 137);
    }
    if (!strcmp(rule->what, "WAIT")) wait_for_go();
    if (!strcmp(rule->what, "SHORT")) return SHORT;
    for (size_t e = 0; e < sizeof errors / sizeof *errors; e++)
      if (!strcmp(rule->what, errors[e].name)) return errors[e].number;
  }
  return NONE;
}

static int is_under_root(const char *path) {
  return path[0] != '/' || !strncmp(path, root, strlen(root));
}

static int any_fault(const char *function) {
  fault("any");
  return fault(function);
}

static int path_fault(const char *function, const char *path) {
  return rule_count && is_under_root(path) ? any_fault(function) : NONE;
}

static int descriptor_fault(const char *function, int descriptor) {
  char link[64], path[PATH_MAX + 1];
  if (!rule_count || descriptor == 2) return NONE;
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, PATH_MAX);
  if (length < 0) return NONE;
  path[length] = 0;
  return path[0] == '/' && is_under_root(path) ? any_fault(function) : NONE;
}

#define REAL(name) __typeof__(&name) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)
#define FAIL(met, value) \
  do {                   \
    errno = (met);       \
    return (value);      \
  } while (0)

static mode_t mode_of(int flags, va_list list) {
  return flags & (O_CREAT | O_TMPFILE) ? va_arg(list, mode_t) : 0;
}

#define OPEN(name)                            \
  int name(const char *path, int flags, ...) { \
    va_list list;                             \
    va_start(list, flags);                    \
    mode_t mode = mode_of(flags, list);       \
    va_end(list);                             \
    REAL(name);                               \
    int met = path_fault("open", path);       \
    if (met > 0) FAIL(met, -1);               \
    return real(path, flags, mode);           \
  }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                      \
  int name(int folder, const char *path, int flags, ...) { \
    va_list list;                                         \
    va_start(list, flags);                                \
    mode_t mode = mode_of(flags, list);                   \
    va_end(list);                                         \
    REAL(name);                                           \
    int met = path_fault("open", path);                   \
    if (met > 0) FAIL(met, -1);                           \
    return real(folder, path, flags, mode);               \
  }
OPENAT(openat)
OPENAT(openat64)

int unlink(const char *path) {
  REAL(unlink);
  path_fault("unlink", path);
  return real(path);
}

int unlinkat(int folder, const char *path, int flags) {
  REAL(unlinkat);
  path_fault("unlink", path);
  return real(folder, path, flags);
}

int fchmod(int descriptor, mode_t mode) {
  REAL(fchmod);
  descriptor_fault("fchmod", descriptor);
  return real(descriptor, mode);
}

int fchown(int descriptor, uid_t user, gid_t group) {
  REAL(fchown);
  descriptor_fault("fchown", descriptor);
  return real(descriptor, user, group);
}

pid_t getpid(void) {
  const char *number = getenv("FAULT_PID");
  return number ? atoi(number) : (pid_t)syscall(SYS_getpid);
}

ssize_t read(int descriptor, void *bytes, size_t count) {
  REAL(read);
  int met = descriptor_fault("read", descriptor);
  if (met > 0) FAIL(met, -1);
  return real(descriptor, bytes, met == SHORT && count > 1 ? 1 : count);
}

ssize_t pread(int descriptor, void *bytes, size_t count, off_t offset) {
  REAL(pread);
  int met = descriptor_fault("read", descriptor);
  if (met > 0) FAIL(met, -1);
  return real(descriptor, bytes, met == SHORT && count > 1 ? 1 : count, offset);
}

ssize_t write(int descriptor, const void *bytes, size_t count) {
  REAL(write);
  int met = descriptor_fault("write", descriptor);
  if (met > 0) FAIL(met, -1);
  return real(descriptor, bytes, met == SHORT && count > 1 ? 1 : count);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset) {
  REAL(pwrite);
  int met = descriptor_fault("write", descriptor);
  if (met > 0) FAIL(met, -1);
  return real(descriptor, bytes, met == SHORT && count > 1 ? 1 : count, offset);
}

ssize_t writev(int descriptor, const struct iovec *parts, int count) {
  REAL(writev);
  int met = descriptor_fault("write", descriptor);
  if (met > 0) FAIL(met, -1);
  return real(descriptor, parts, met == SHORT && count > 1 ? 1 : count);
}

int fsync(int descriptor) {
  REAL(fsync);
  int met = descriptor_fault("fsync", descriptor);
  if (met > 0) FAIL(met, -1);
  return real(descriptor);
}

int fdatasync(int descriptor) {
  REAL(fdatasync);
  int met = descriptor_fault("fsync", descriptor);
  if (met > 0) FAIL(met, -1);
  return real(descriptor);
}

/* The descriptor is gone whatever close says, as on Linux. */
int close(int descriptor) {
  REAL(close);
  int met = descriptor_fault("close", descriptor);
  int result = real(descriptor);
  if (met > 0) FAIL(met, -1);
  return result;
}

int rename(const char *from, const char *to) {
  REAL(rename);
  int met = path_fault("rename", to);
  if (met > 0) FAIL(met, -1);
  return real(from, to);
}

int renameat(int from_folder, const char *from, int to_folder, const char *to) {
  REAL(renameat);
  int met = path_fault("rename", to);
  if (met > 0) FAIL(met, -1);
  return real(from_folder, from, to_folder, to);
}

/* Buffered files: what they do inside the C library cannot be reached, so the calls themselves fail. */
size_t fwrite(const void *bytes, size_t size, size_t count, FILE *file) {
  REAL(fwrite);
  int met = descriptor_fault("fwrite", fileno(file));
  if (met > 0) FAIL(met, 0);
  return real(bytes, size, count, file);
}

size_t fread(void *bytes, size_t size, size_t count, FILE *file) {
  REAL(fread);
  int met = descriptor_fault("fread", fileno(file));
  if (met > 0) FAIL(met, 0);
  return real(bytes, size, count, file);
}

int fseek(FILE *file, long offset, int origin) {
  REAL(fseek);
  int met = descriptor_fault("fseek", fileno(file));
  if (met > 0) FAIL(met, -1);
  return real(file, offset, origin);
}
