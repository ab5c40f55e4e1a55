/* complex(7) with parts of float. */
#define PART float
#define OF(name) name##f
#define OWN(name) __cf_##name
#include <bits/complex_of.h>
