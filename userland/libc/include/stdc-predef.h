#ifndef _STDC_PREDEF_H
#define _STDC_PREDEF_H
#endif
