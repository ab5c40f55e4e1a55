/* complex(7) with parts of double. */
#include <bits/complex_of.h>
