/* The stream object. As in every Unix it is ordinary process memory: fork copies it, exec drops it. */
#ifndef _BITS_FILE_H
#define _BITS_FILE_H
#include <stdio.h>
#include <bits/libc.h>
/* Values of _flags: the first ones are glibc's. */
#define F_NBF 2
#define F_NOREAD 4
#define F_NOWRITE 8
#define F_EOF 0x10
#define F_ERR 0x20
#define F_LBF 0x200
#define F_WRITING 0x800   /* the buffer holds output; otherwise input */
#define F_APPEND 0x1000
#define F_OWNBUF 0x10000  /* the buffer came from malloc */
#define F_USED 0x20000    /* some byte operation has happened */
#define F_STATIC 0x40000  /* stdin, stdout, stderr: not freed */
#define F_BACKUP 0x80000  /* reading from the pushed-back characters */
#define F_MEM 0x100000    /* a memory stream, no descriptor */
#define F_WIDE 0x200000   /* wide characters only */
extern FILE *__files;
FILE *__file_new(void);
void __file_free(FILE *);
int __file_alloc(FILE *);
int __file_flush(FILE *);
int __overflow(FILE *, int);
int __underflow(FILE *);
int __uflow(FILE *);
size_t __fputn(FILE *, const void *, size_t);
int __file_sync(FILE *);
int __file_setbuf(FILE *, void *, size_t);
long __file_seek(FILE *, long, int);
void __drop_backup(FILE *);
int __mode_flags(const char *, int *);
void __attach(FILE *, int, int);
#define FLOCK(f) (__threaded ? flockfile(f) : (void)0)
#define FUNLOCK(f) (__threaded ? funlockfile(f) : (void)0)
#define __PUTC(c, f) ((f)->_IO_write_ptr < (f)->_IO_write_end ? (*(f)->_IO_write_ptr++ = (unsigned char)(c)) : __overflow((f), (unsigned char)(c)))
#define __GETC(f) ((f)->_IO_read_ptr < (f)->_IO_read_end ? *(f)->_IO_read_ptr++ : __uflow(f))
#endif
