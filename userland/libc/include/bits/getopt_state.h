/* Where a scan of getopt's stands, for argp's own scans, which leave the program's alone. */
#ifndef _BITS_GETOPT_STATE_H
#define _BITS_GETOPT_STATE_H
struct __getopt_state { char *arg, *next; int ind, err, opt, ordering, first_operand, last_operand, started, bad; };
/* Exchanges the state of getopt with that one. */
void __getopt_swap(struct __getopt_state *);
#endif
