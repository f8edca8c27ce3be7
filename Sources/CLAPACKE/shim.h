// Swift imports C's _Complex as OpaquePointer; a struct of two doubles keeps the pointers typed.
#define LAPACK_COMPLEX_CUSTOM
typedef struct { float real, imag; } blochpipe_complex_float;
typedef struct { double real, imag; } blochpipe_complex_double;
#define lapack_complex_float blochpipe_complex_float
#define lapack_complex_double blochpipe_complex_double
#include <lapacke.h>
