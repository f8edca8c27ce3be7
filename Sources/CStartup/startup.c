/* Before the libraries that a tool uses begin their own work:

   - Descriptors 0 to 2 that the parent has closed become ones that can neither be read nor written, or the next file
     opened would get the messages.
   - Where the address space is too small for the libraries, that is said: OpenBLAS tries for ever to get its buffer.
   - The process has one processor while they are loaded, so that OpenBLAS starts no threads, which nobody needs; where
     none can be started it ends the process or hangs. Afterwards it has all again.

   And behind them: an OpenBLAS that is older than the processor takes it for one of 2004 and does without AVX. It is
   given kernels that the processor has, unless OPENBLAS_CORETYPE names others. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { ADDRESS_SPACE = 160 << 20 };

static cpu_set_t processors;
static int narrowed;

static void occupy_standard_descriptors(void) {
  for (;;) {
    long descriptor = syscall(SYS_openat, AT_FDCWD, "/dev/null", O_PATH);
    if (descriptor < 0) return;
    if (descriptor > 2) {
      syscall(SYS_close, descriptor);
      return;
    }
  }
}

static void check_address_space(const char *program) {
  void *probe = mmap(0, ADDRESS_SPACE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (probe != MAP_FAILED) {
    munmap(probe, ADDRESS_SPACE);
    return;
  }
  static const char text[] = ": there is not enough memory to start; raise its limit (ulimit -v)\n";
  char line[160];
  const char *slash = strrchr(program, '/');
  const char *name = slash ? slash + 1 : program;
  size_t length = strnlen(name, sizeof line - sizeof text);
  memcpy(line, name, length);
  memcpy(line + length, text, sizeof text - 1);
  syscall(SYS_write, 2, line, length + sizeof text - 1);
  _exit(70);
}

static void narrow(void) {
  unsigned processor;
  cpu_set_t one;
  if (sched_getaffinity(0, sizeof processors, &processors) != 0 || syscall(SYS_getcpu, &processor, 0, 0) != 0) return;
  CPU_ZERO(&one);
  CPU_SET(processor, &one);
  narrowed = sched_setaffinity(0, sizeof one, &one) == 0;
}

static void before_libraries(int count, char **arguments, char **environment) {
  (void)environment;
  occupy_standard_descriptors();
  check_address_space(count > 0 ? arguments[0] : "");
  narrow();
}

__attribute__((section(".preinit_array"), used)) static void (*const first)(int, char **, char **) = before_libraries;

#if defined(__x86_64__)
__attribute__((weak)) char *openblas_get_corename(void);
__attribute__((weak)) void gotoblas_dynamic_init(void);
__attribute__((weak)) void gotoblas_dynamic_quit(void);

static void choose_kernels(void) {
  static const char variable[] = "OPENBLAS_CORETYPE";
  if (!openblas_get_corename || !gotoblas_dynamic_init || !gotoblas_dynamic_quit || getenv(variable)) return;
  __builtin_cpu_init();
  if (strcmp(openblas_get_corename(), "Prescott") != 0 || !__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) return;
  setenv(variable, "Haswell", 1);
  gotoblas_dynamic_quit();
  gotoblas_dynamic_init();
  unsetenv(variable);
}
#else
static void choose_kernels(void) {}
#endif

__attribute__((constructor)) static void behind_libraries(void) {
  choose_kernels();
  if (narrowed) sched_setaffinity(0, sizeof processors, &processors);
}
