/* condition.h - what test, [ and the shell's own test share. */
#ifndef CONDITION_H
#define CONDITION_H

/* Evaluates argv[0..argc): 0 true, 1 false, 2 a mistake, which `report` was told: the argument that it is about. */
int condition(int argc, char **argv, void (*report)(int kind, const char *arg));

/* The tests themselves: -f name and the like, and left op right. A number that is none is reported, and then 0. */
int condition_unary(int op, const char *s, void (*report)(int kind, const char *arg));
int condition_binary(const char *left, const char *op, const char *right, void (*report)(int kind, const char *arg));
int is_unary_operator(const char *s);
int is_binary_operator(const char *s);

enum { COND_EXTRA, COND_MISSING_AFTER, COND_INTEGER, COND_BINARY_EXPECTED, COND_UNARY_EXPECTED, COND_PAREN };

#endif
