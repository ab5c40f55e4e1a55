/* format.h - what printf and the shell's own printf share. */
#ifndef FORMAT_H
#define FORMAT_H

enum { FORMAT_NOT_NUMERIC, FORMAT_NOT_COMPLETE, FORMAT_RANGE, FORMAT_DIRECTIVE };

/* Prints args by format, again and again while arguments are left. `report` is told of mistakes in arguments.
   The exit status: 0 or 1. */
int print_formatted(const char *format, char **args, int n, void (*report)(int kind, const char *arg));

#endif
