#ifndef _SYS_SYSMACROS_H
#define _SYS_SYSMACROS_H
#define major(d) ((unsigned int)((((unsigned long)(d)>>8)&0xfff)|(((unsigned long)(d)>>32)&~0xfffUL)))
#define minor(d) ((unsigned int)(((unsigned long)(d)&0xff)|(((unsigned long)(d)>>12)&~0xffUL)))
#define makedev(a,b) ((((unsigned long)(a)&0xfff)<<8)|(((unsigned long)(a)&~0xfffUL)<<32)|((unsigned long)(b)&0xff)|(((unsigned long)(b)&~0xffUL)<<12))
#define gnu_dev_major(d) major(d)
#define gnu_dev_minor(d) minor(d)
#define gnu_dev_makedev(a,b) makedev(a,b)
#endif
