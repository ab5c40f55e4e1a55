#ifndef _STDIO_H
#define _STDIO_H
#include <bits/large.h>
#include <features.h>
typedef unsigned long size_t;
typedef long ssize_t;
typedef long off_t;
typedef __builtin_va_list va_list;
typedef struct _IO_FILE FILE;
typedef struct _IO_FILE __FILE;
/* The names are glibc's, which programs that show a stream's buffers use. */
struct _IO_FILE {
	int _flags, __pid;                                        /* popen's child */
	unsigned char *_IO_read_ptr, *_IO_read_end, *_IO_read_base;
	unsigned char *_IO_write_base, *_IO_write_ptr, *_IO_write_end; /* putc may store below the end; it equals ptr unless fully buffered */
	unsigned char *_IO_buf_base, *_IO_buf_end;
	unsigned char *__save_rbase, *__save_rpos, *__save_rend;  /* the real input while characters are pushed back */
	void *__cookie;
	struct _IO_FILE *__next;
	int _fileno, __lock, __locked;                            /* how often by its owner */
	long __off;                                               /* the descriptor's offset, -1 if not known */
	void *__owner;
	long (*__mread)(struct _IO_FILE *, unsigned char *, size_t);
	long (*__mwrite)(struct _IO_FILE *, const unsigned char *, size_t);
	long (*__mseek)(struct _IO_FILE *, long, int);
	int (*__mclose)(struct _IO_FILE *);
	unsigned char __back[16], __one[8], __unused[16];
};
typedef struct { long __pos; char __state[8]; } fpos_t;
#ifndef NULL
#define NULL ((void*)0)
#endif
#define EOF (-1)
#define BUFSIZ 8192
#define _IOFBF 0
#define _IOLBF 1
#define _IONBF 2
#define SEEK_SET 0
#define SEEK_CUR 1
#define SEEK_END 2
#define SEEK_DATA 3
#define SEEK_HOLE 4
#define P_tmpdir "/tmp"
#define L_tmpnam 20
#define TMP_MAX 238328
#define FILENAME_MAX 4096
#define FOPEN_MAX 16
#define L_ctermid 9
#define L_cuserid 9
extern FILE *stdin, *stdout, *stderr;
#define stdin stdin
#define stdout stdout
#define stderr stderr
int remove(const char *);
int rename(const char *, const char *);
int renameat(int, const char *, int, const char *);
FILE *tmpfile(void);
char *tmpnam(char *);
char *tmpnam_r(char *);
char *tempnam(const char *, const char *);
int fclose(FILE *);
int fflush(FILE *);
int fflush_unlocked(FILE *);
FILE *fopen(const char *, const char *);
FILE *fopen64(const char *, const char *);
FILE *freopen(const char *, const char *, FILE *);
FILE *fdopen(int, const char *);
FILE *fmemopen(void *, size_t, const char *);
FILE *open_memstream(char **, size_t *);
void setbuf(FILE *, char *);
int setvbuf(FILE *, char *, int, size_t);
void setbuffer(FILE *, char *, size_t);
void setlinebuf(FILE *);
int fprintf(FILE *, const char *, ...) __attribute__((format(printf,2,3)));
int printf(const char *, ...) __attribute__((format(printf,1,2)));
int sprintf(char *, const char *, ...) __attribute__((format(printf,2,3)));
int snprintf(char *, size_t, const char *, ...) __attribute__((format(printf,3,4)));
int dprintf(int, const char *, ...) __attribute__((format(printf,2,3)));
int vfprintf(FILE *, const char *, __builtin_va_list);
int vprintf(const char *, __builtin_va_list);
int vsprintf(char *, const char *, __builtin_va_list);
int vsnprintf(char *, size_t, const char *, __builtin_va_list);
int vdprintf(int, const char *, __builtin_va_list);
int fscanf(FILE *, const char *, ...) __attribute__((format(scanf,2,3)));
int scanf(const char *, ...) __attribute__((format(scanf,1,2)));
int sscanf(const char *, const char *, ...) __attribute__((format(scanf,2,3)));
int vfscanf(FILE *, const char *, __builtin_va_list);
int vscanf(const char *, __builtin_va_list);
int vsscanf(const char *, const char *, __builtin_va_list);
int fgetc(FILE *);
int getc(FILE *);
int getchar(void);
int getc_unlocked(FILE *);
int getchar_unlocked(void);
int fgetc_unlocked(FILE *);
int fputc(int, FILE *);
int putc(int, FILE *);
int putchar(int);
int fputc_unlocked(int, FILE *);
int putc_unlocked(int, FILE *);
int putchar_unlocked(int);
int getw(FILE *);
int putw(int, FILE *);
char *fgets(char *, int, FILE *);
__ssize_t getdelim(char **, size_t *, int, FILE *);
__ssize_t getline(char **, size_t *, FILE *);
int fputs(const char *, FILE *);
int puts(const char *);
int ungetc(int, FILE *);
size_t fread(void *, size_t, size_t, FILE *);
size_t fwrite(const void *, size_t, size_t, FILE *);
size_t fread_unlocked(void *, size_t, size_t, FILE *);
size_t fwrite_unlocked(const void *, size_t, size_t, FILE *);
int fseek(FILE *, long, int);
long ftell(FILE *);
void rewind(FILE *);
int fseeko(FILE *, __off_t, int);
__off_t ftello(FILE *);
int fgetpos(FILE *, fpos_t *);
int fsetpos(FILE *, const fpos_t *);
void clearerr(FILE *);
int feof(FILE *);
int ferror(FILE *);
void clearerr_unlocked(FILE *);
int feof_unlocked(FILE *);
int ferror_unlocked(FILE *);
void perror(const char *);
int fileno(FILE *);
int fileno_unlocked(FILE *);
FILE *popen(const char *, const char *);
int pclose(FILE *);
char *ctermid(char *);
void flockfile(FILE *);
int ftrylockfile(FILE *);
void funlockfile(FILE *);
#ifdef _GNU_SOURCE
typedef struct { ssize_t (*read)(void *, char *, size_t); ssize_t (*write)(void *, const char *, size_t); int (*seek)(void *, off_t *, int); int (*close)(void *); } cookie_io_functions_t;
typedef ssize_t cookie_read_function_t(void *, char *, size_t);
typedef ssize_t cookie_write_function_t(void *, const char *, size_t);
typedef int cookie_seek_function_t(void *, off_t *, int);
typedef int cookie_close_function_t(void *);
FILE *fopencookie(void *, const char *, cookie_io_functions_t);
#endif
#ifdef _GNU_SOURCE
int asprintf(char **, const char *, ...) __attribute__((format(printf,2,3)));
int vasprintf(char **, const char *, __builtin_va_list);
int fcloseall(void);
char *fgets_unlocked(char *, int, FILE *);
int fputs_unlocked(const char *, FILE *);
int renameat2(int, const char *, int, const char *, unsigned int);
#endif
#ifdef _GNU_SOURCE
#define RENAME_EXCHANGE 2
#define RENAME_NOREPLACE 1
#define RENAME_WHITEOUT 4
#endif
#endif
