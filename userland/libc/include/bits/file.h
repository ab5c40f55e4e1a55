/* The stream object. As in every Unix it is ordinary process memory: fork copies it, exec drops it. */
#ifndef _BITS_FILE_H
#define _BITS_FILE_H
#include <stdio.h>
#include <bits/libc.h>
#define F_NOREAD 1
#define F_NOWRITE 2
#define F_EOF 4
#define F_ERR 8
#define F_LBF 0x10
#define F_NBF 0x20
#define F_APPEND 0x40
#define F_WRITING 0x80   /* the buffer holds output; otherwise input */
#define F_OWNBUF 0x100   /* the buffer came from malloc */
#define F_USED 0x200     /* some byte operation has happened */
#define F_STATIC 0x400   /* stdin, stdout, stderr: not freed */
#define F_BACKUP 0x800   /* reading from the pushed-back characters */
#define F_MEM 0x1000     /* a memory stream, no descriptor */
#define F_WIDE 0x2000    /* wide characters only */
struct _IO_FILE {
	int flags;
	int fd;
	unsigned char *rbase, *rpos, *rend;
	unsigned char *wbase, *wpos, *wend; /* putc may store below wend; it equals wpos unless fully buffered */
	unsigned char *buf, *bufend;
	long off;            /* the descriptor's offset, -1 if not known */
	FILE *next;
	unsigned char *save_rbase, *save_rpos, *save_rend; /* the real input while F_BACKUP */
	unsigned char back[16];
	unsigned char one[8];
	int pid;             /* popen's child */
	long (*mread)(FILE *, unsigned char *, size_t);
	long (*mwrite)(FILE *, const unsigned char *, size_t);
	long (*mseek)(FILE *, long, int);
	int (*mclose)(FILE *);
	void *cookie;
	int lock, locked;    /* how often by its owner */
	void *owner;
};
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
#define __PUTC(c, f) ((f)->wpos < (f)->wend ? (*(f)->wpos++ = (unsigned char)(c)) : __overflow((f), (unsigned char)(c)))
#define __GETC(f) ((f)->rpos < (f)->rend ? *(f)->rpos++ : __uflow(f))
#endif
