/* condition.h - what test, [ and the shell's own test share. */
#ifndef CONDITION_H
#define CONDITION_H

/* Evaluates argv[0..argc): 0 true, 1 false, 2 a mistake, which `report` was told: a text and the argument it is about. */
int condition(int argc, char **argv, void (*report)(int kind, const char *arg));

enum { COND_EXTRA, COND_MISSING_AFTER, COND_INTEGER, COND_BINARY_EXPECTED, COND_UNARY_EXPECTED, COND_PAREN };

#endif
