#include <stddef.h>
#include <stdint.h>

/// libFuzzer's loop; it is part of what -sanitize=fuzzer links.
int LLVMFuzzerRunDriver(
    int *argc, char ***argv, int (*callback)(const uint8_t *data, size_t size));
