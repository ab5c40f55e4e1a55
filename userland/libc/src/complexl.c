/* complex(7) with parts of long double. */
#define PART long double
#define OF(name) name##l
#define OWN(name) __cl_##name
#include <bits/complex_of.h>
