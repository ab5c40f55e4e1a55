/* copy.h - what cp, mv and ln share: where an operand goes, and copying a file or a tree. */
#ifndef COPY_H
#define COPY_H

struct copy {
    int recursive, preserve, force, interactive, no_clobber, verbose, no_dereference;
};

/* dir/last component of name, allocated. */
char *target_in(const char *dir, const char *name);
int is_directory(const char *name);
/* Copies from to to; 0, or -1 after its message. */
int copy_path(const struct copy *how, const char *from, const char *to);
/* Asks on standard error; true for yes. */
int ask_overwrite(const char *name);
/* Splits the operands into sources and the destination (or `given`); complains as the GNU tools do when some are missing.
   Sets *into if sources go into the directory that is returned. */
char *destination(char *given, int *into, const char *missing);

#endif
