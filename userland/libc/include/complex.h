/* Complex numbers: the compiler says that they are not supported where they are used. */
#ifndef _COMPLEX_H
#define _COMPLEX_H
#define complex _Complex
#define _Complex_I ((float _Complex){ 0 })
#define I _Complex_I
#endif
