/* dd - copies blocks of one file to another. dd(1): if= of= bs= ibs= obs= count= skip= seek= conv= status=;
   conv: notrunc, noerror, sync, ucase, lcase, swab, excl, nocreat, fsync, fdatasync; iflag/oflag: append, fullblock, nonblock, sync, ... */
#include <ctype.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <time.h>
#include "util.h"

enum { NOTRUNC = 1, NOERROR = 2, SYNC = 4, UCASE = 8, LCASE = 16, SWAB = 32, EXCL = 64, NOCREAT = 128, FSYNC = 256 };
/* Beside the flags of open(). */
enum { FULLBLOCK = 1 << 30 };

static const struct name {
    const char *name;
    int bit;
} convs[] = {{"notrunc", NOTRUNC}, {"noerror", NOERROR}, {"sync", SYNC},       {"ucase", UCASE}, {"lcase", LCASE},    {"swab", SWAB},
             {"excl", EXCL},       {"nocreat", NOCREAT}, {"fsync", FSYNC}, {"fdatasync", FSYNC}, {NULL, 0}},
  flags[] = {{"fullblock", FULLBLOCK}, {"append", O_APPEND}, {"nonblock", O_NONBLOCK}, {"directory", O_DIRECTORY}, {"nofollow", O_NOFOLLOW}, {"sync", O_SYNC}, {"dsync", O_DSYNC}, {"direct", O_DIRECT}, {"noatime", O_NOATIME}, {NULL, 0}};

static int how, quiet;
static long long full_in, part_in, full_out, part_out, copied;
static struct timespec began;

/* Bytes with two decimals' worth of digits: "1.0 kB", "512 B". */
static void human(char *to, size_t size, double n, int base)
{
    static const char *const si[] = {"B", "kB", "MB", "GB", "TB"}, *const iec[] = {"B", "KiB", "MiB", "GiB", "TiB"};
    int i = 0;
    while (n >= base && i < 4) {
        n /= base;
        i++;
    }
    snprintf(to, size, i && n < 9.95 ? "%.1f %s" : "%.0f %s", n, (base == 1000 ? si : iec)[i]);
}

static void report(void)
{
    struct timespec now;
    char decimal[32], binary[32], rate[32];
    double seconds;
    if (quiet == 2)
        return;
    fprintf(stderr, "%lld+%lld records in\n%lld+%lld records out\n", full_in, part_in, full_out, part_out);
    if (quiet)
        return;
    clock_gettime(CLOCK_MONOTONIC, &now);
    seconds = (now.tv_sec - began.tv_sec) + (now.tv_nsec - began.tv_nsec) / 1e9;
    human(decimal, sizeof decimal, copied, 1000);
    human(binary, sizeof binary, copied, 1024);
    fprintf(stderr, "%lld byte%s", copied, copied == 1 ? "" : "s");
    if (copied >= 1000)
        fprintf(stderr, copied >= 1024 ? " (%s, %s)" : " (%s)", decimal, binary);
    if (seconds > 0)
        human(rate, sizeof rate, copied / seconds, 1000);
    else
        strcpy(rate, "Infinity B");
    fprintf(stderr, " copied, %g s, %s/s\n", seconds, rate);
}

static void on_usr1(int sig)
{
    (void)sig;
    report();
}

/* The bits named in a comma separated list; what is known only to GNU's is refused by name. */
static int bits(const char *what, const struct name *known, const char *text)
{
    int found = 0, i;
    char *copy = xstrdup(text), *word;
    for (word = strtok(copy, ","); word; word = strtok(NULL, ",")) {
        for (i = 0; known[i].name && strcmp(word, known[i].name); i++)
            ;
        if (!known[i].name) {
            complain("invalid %s: %s", what, quote_always(word));
            try_help();
        }
        found |= known[i].bit;
    }
    return found;
}

static void flush_block(int fd, const char *data, size_t n, size_t obs, const char *name)
{
    if (!n)
        return;
    if (write_all(fd, data, n) < 0) {
        complain_errno("error writing %s", quote_always(name));
        report();
        exit(1);
    }
    copied += n;
    if (n == obs)
        full_out++;
    else
        part_out++;
}

static void convert(char *data, size_t n)
{
    size_t i;
    for (i = 0; i < n && how & (UCASE | LCASE); i++)
        data[i] = how & UCASE ? toupper((unsigned char)data[i]) : tolower((unsigned char)data[i]);
    for (i = 0; i + 1 < n && how & SWAB; i += 2) {
        char c = data[i];
        data[i] = data[i + 1];
        data[i + 1] = c;
    }
}

/* A block, or with fullblock as many reads as it takes. */
static ssize_t read_block(int fd, char *data, size_t want, int whole)
{
    size_t got = 0;
    do {
        ssize_t n = read(fd, data + got, want - got);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return got ? (ssize_t)got : n;
        got += n;
    } while (whole && got < want);
    return got;
}

int main(int argc, char **argv)
{
    const char *from = NULL, *to = NULL, *in_name, *out_name;
    long long ibs = 512, obs = 512, bs = 0, count = -1, skip = 0, seek = 0, blocks = 0;
    int i, in = 0, out = 1, iflags = 0, oflags = 0;
    size_t held = 0;
    char *input, *output;
    struct stat st;
    while (nextopt(argc, argv, "", NULL, "[OPERAND]...\nCopy a file, converting and formatting according to the operands.\n"))
        ;
    for (i = 0; i < noperands; i++) {
        char *value = strchr(operands[i], '='), *name = operands[i];
        long long n;
        if (!value) {
            complain("unrecognized operand %s", quote_always(name));
            try_help();
        }
        *value++ = '\0';
        if (!strcmp(name, "if")) {
            from = value;
        } else if (!strcmp(name, "of")) {
            to = value;
        } else if (!strcmp(name, "conv")) {
            how |= bits("conversion", convs, value);
        } else if (!strcmp(name, "iflag")) {
            iflags |= bits("input flag", flags, value);
        } else if (!strcmp(name, "oflag")) {
            oflags |= bits("output flag", flags, value);
        } else if (!strcmp(name, "status")) {
            quiet = !strcmp(value, "none") ? 2 : !strcmp(value, "noxfer") ? 1 : 0;
        } else {
            int is_size = !strcmp(name, "bs") || !strcmp(name, "ibs") || !strcmp(name, "obs");
            n = parse_count(value);
            if (n < 0 || (is_size && n == 0))
                die(1, "invalid number: %s", quote_always(value));
            if (!strcmp(name, "bs"))
                bs = n;
            else if (!strcmp(name, "ibs"))
                ibs = n;
            else if (!strcmp(name, "obs"))
                obs = n;
            else if (!strcmp(name, "count"))
                count = n;
            else if (!strcmp(name, "skip") || !strcmp(name, "iseek"))
                skip = n;
            else if (!strcmp(name, "seek") || !strcmp(name, "oseek"))
                seek = n;
            else {
                value[-1] = '=';
                complain("unrecognized operand %s", quote_always(name));
                try_help();
            }
        }
    }
    if (bs)
        ibs = obs = bs;
    in_name = from ? from : "standard input";
    out_name = to ? to : "standard output";
    if (from && (in = open(from, O_RDONLY | (iflags & ~FULLBLOCK))) < 0)
        die_errno(1, "failed to open %s", quote_always(from));
    if (to) {
        int mode = O_WRONLY | (oflags & ~FULLBLOCK) | (how & NOCREAT ? 0 : O_CREAT) | (how & EXCL ? O_EXCL : 0) | (how & NOTRUNC || seek ? 0 : O_TRUNC);
        if ((out = open(to, mode, 0666)) < 0)
            die_errno(1, "failed to open %s", quote_always(to));
        /* What is skipped in the output stays; what is behind it goes. */
        if (seek && !(how & NOTRUNC) && ftruncate(out, seek * obs) < 0 && !fstat(out, &st) && S_ISREG(st.st_mode))
            die_errno(1, "failed to truncate to %lld bytes in output file %s", seek * obs, quote_always(to));
    }
    clock_gettime(CLOCK_MONOTONIC, &began);
    signal(SIGUSR1, on_usr1);
    input = xmalloc(ibs);
    output = xmalloc(obs);
    if (skip && lseek(in, skip * ibs, SEEK_CUR) < 0) {
        long long left = skip;
        while (left-- > 0)
            if (read_block(in, input, ibs, iflags & FULLBLOCK) <= 0)
                break;
    }
    if (seek && lseek(out, seek * obs, SEEK_CUR) < 0)
        die_errno(1, "%s: cannot seek", quote(out_name));
    while (count < 0 || blocks < count) {
        ssize_t n = read_block(in, input, ibs, iflags & FULLBLOCK);
        if (n < 0) {
            complain_errno("error reading %s", quote_always(in_name));
            if (!(how & NOERROR))
                break;
            report();
            lseek(in, ibs, SEEK_CUR);
            n = 0;
            if (!(how & SYNC)) {
                blocks++;
                continue;
            }
        } else if (n == 0) {
            break;
        }
        blocks++;
        if (n == ibs)
            full_in++;
        else
            part_in++;
        if (n < ibs && how & SYNC) {
            memset(input + n, 0, ibs - n);
            n = ibs;
        }
        convert(input, n);
        if (bs) {
            flush_block(out, input, n, obs, out_name);
            continue;
        }
        /* Blocks of the output are filled whatever came in. */
        for (ssize_t done = 0; done < n;) {
            size_t part = (size_t)(n - done) < obs - held ? (size_t)(n - done) : obs - held;
            memcpy(output + held, input + done, part);
            held += part;
            done += part;
            if (held == (size_t)obs) {
                flush_block(out, output, held, obs, out_name);
                held = 0;
            }
        }
    }
    flush_block(out, output, held, obs, out_name);
    if (how & FSYNC && fsync(out) < 0)
        complain_errno("fsync failed for %s", quote_always(out_name));
    if (close(out) < 0)
        complain_errno("closing output file %s", quote_always(out_name));
    report();
    return status;
}
