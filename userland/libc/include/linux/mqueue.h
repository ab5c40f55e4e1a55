#ifndef _LINUX_MQUEUE_H
#define _LINUX_MQUEUE_H
#include <mqueue.h>
#endif
