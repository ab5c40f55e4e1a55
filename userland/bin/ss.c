/* ss - sockets, from /proc/net. ss(8): -t -u -x, -l -a, -p, -4 -6, -n -r -e -o (accepted), -H, -s. Columns as iproute2 prints them to what
   is no terminal. */
#include <ctype.h>
#include <dirent.h>
#include "procs.h"
#include "util.h"

enum { NETID, STATE, RECV_Q, SEND_Q, LOCAL, LOCAL_PORT, PEER, PEER_PORT, PROCESS, COLUMNS };

struct row { char *text[COLUMNS]; };
struct owner { unsigned long inode; char text[64]; };

static const char *const headers[COLUMNS] = {"Netid", "State", "Recv-Q", "Send-Q", "Local Address:", "Port", "Peer Address:", "Port", "Process"};
static const char *const states[] = {"UNKNOWN", "ESTAB", "SYN-SENT", "SYN-RECV", "FIN-WAIT-1", "FIN-WAIT-2", "TIME-WAIT", "UNCONN", "CLOSE-WAIT", "LAST-ACK", "LISTEN", "CLOSING"};
static struct row *rows;
static int nrows;
static struct owner *owners;
static int nowners;
static int tcp, udp, unix_too, listening, all, processes, only4, only6, no_header;

static char *copy(const char *fmt, const char *s)
{
    char text[400];
    snprintf(text, sizeof text, fmt, s);
    return xstrdup(text);
}

/* Who has which socket open: users:(("name",pid=1,fd=3)). */
static void find_owners(void)
{
    int n, i;
    struct proc *list = read_procs(&n);
    for (i = 0; i < n; i++) {
        char path[64], link[64];
        struct dirent *e;
        DIR *dir;
        snprintf(path, sizeof path, "/proc/%d/fd", list[i].pid);
        dir = opendir(path);
        while (dir && (e = readdir(dir))) {
            long len;
            snprintf(path, sizeof path, "/proc/%d/fd/%.20s", list[i].pid, e->d_name);
            len = readlink(path, link, sizeof link - 1);
            if (len < 9)
                continue;
            link[len] = 0;
            if (strncmp(link, "socket:[", 8))
                continue;
            if (nowners % 64 == 0)
                owners = xrealloc(owners, (nowners + 64) * sizeof *owners);
            owners[nowners].inode = strtoul(link + 8, NULL, 10);
            snprintf(owners[nowners++].text, sizeof owners->text, "(\"%.15s\",pid=%d,fd=%.8s)", list[i].comm, list[i].pid, e->d_name);
        }
        if (dir)
            closedir(dir);
    }
}

static char *owners_of(unsigned long inode)
{
    char text[400] = "";
    int i;
    if (!processes || !inode)
        return xstrdup("");
    for (i = nowners - 1; i >= 0; i--)
        if (owners[i].inode == inode && strlen(text) + sizeof owners->text + 12 < sizeof text) {
            strcat(text, *text ? "," : "users:(");
            strcat(text, owners[i].text);
        }
    if (*text)
        strcat(text, ")");
    return xstrdup(text);
}

static int wanted(int is_listening, int is_connected)
{
    return all || (listening ? is_listening : is_connected);
}

static struct row *new_row(const char *netid, const char *state, long recv_q, long send_q)
{
    struct row *r;
    char number[24];
    if (nrows % 64 == 0)
        rows = xrealloc(rows, (nrows + 64) * sizeof *rows);
    r = &rows[nrows++];
    r->text[NETID] = xstrdup(netid);
    r->text[STATE] = xstrdup(state);
    sprintf(number, "%ld", recv_q);
    r->text[RECV_Q] = xstrdup(number);
    sprintf(number, "%ld", send_q);
    r->text[SEND_Q] = xstrdup(number);
    return r;
}

/* An address of /proc/net: words of 32 bits in the host's order, in hexadecimal. */
static void address(const char *hex, char **out, char **port)
{
    unsigned char b[16];
    char text[80];
    unsigned int p = 0, i, words = 0;
    const char *colon = strchr(hex, ':');
    for (; colon && words < 4 && hex + 8 * words + 8 <= colon; words++) {
        unsigned int w;
        char piece[9];
        memcpy(piece, hex + 8 * words, 8);
        piece[8] = 0;
        w = strtoul(piece, NULL, 16);
        memcpy(b + 4 * words, &w, 4);
    }
    if (words == 1)
        sprintf(text, "%u.%u.%u.%u:", b[0], b[1], b[2], b[3]);
    else {
        int zero = 1;
        for (i = 0; i < 15; i++)
            zero &= !b[i];
        if (zero && b[15] <= 1)
            strcpy(text, b[15] ? "[::1]:" : "[::]:");
        else {
            strcpy(text, "[");
            for (i = 0; i < 16; i += 2)
                sprintf(text + strlen(text), "%s%x", i ? ":" : "", b[i] << 8 | b[i + 1]);
            strcat(text, "]:");
        }
    }
    *out = xstrdup(text);
    if (colon)
        p = strtoul(colon + 1, NULL, 16);
    if (p)
        sprintf(text, "%u", p);
    else
        strcpy(text, "*");
    *port = xstrdup(text);
}

static void internet(const char *path, const char *netid)
{
    char *table = slurp(path, NULL), *line, *save = NULL;
    int n = 0;
    for (line = table ? strtok_r(table, "\n", &save) : NULL; line; line = strtok_r(NULL, "\n", &save)) {
        char local[80], remote[80];
        unsigned int state;
        unsigned long send_q, recv_q, inode;
        struct row *r;
        int is_listening;
        if (!n++)
            continue;
        if (sscanf(line, "%*d: %79s %79s %x %lx:%lx %*s %*s %*d %*d %lu", local, remote, &state, &send_q, &recv_q, &inode) != 6 || state > 11)
            continue;
        is_listening = state == 10 || state == 7;
        if (!wanted(is_listening, !is_listening))
            continue;
        r = new_row(netid, states[state], recv_q, send_q);
        address(local, &r->text[LOCAL], &r->text[LOCAL_PORT]);
        address(remote, &r->text[PEER], &r->text[PEER_PORT]);
        r->text[PROCESS] = owners_of(inode);
    }
    free(table);
}

static void local_sockets(void)
{
    char *table = slurp("/proc/net/unix", NULL), *line, *save = NULL;
    int n = 0;
    for (line = table ? strtok_r(table, "\n", &save) : NULL; line; line = strtok_r(NULL, "\n", &save)) {
        unsigned int flags, type, state;
        unsigned long inode;
        char path[200] = "", number[24];
        struct row *r;
        int is_listening;
        if (!n++)
            continue;
        if (sscanf(line, "%*x: %*x %*x %x %x %x %lu %199s", &flags, &type, &state, &inode, path) < 4)
            continue;
        is_listening = flags & 0x10000 || (type == 2 && state != 3);
        if (!wanted(is_listening, state == 3))
            continue;
        r = new_row(type == 1 ? "u_str" : type == 2 ? "u_dgr" : "u_seq", flags & 0x10000 ? "LISTEN" : state == 3 ? "ESTAB" : "UNCONN", 0, 0);
        r->text[LOCAL] = copy("%s ", *path ? path : "*");
        sprintf(number, "%lu", inode);
        r->text[LOCAL_PORT] = xstrdup(number);
        r->text[PEER] = xstrdup("* ");
        r->text[PEER_PORT] = xstrdup("0");
        r->text[PROCESS] = owners_of(inode);
    }
    free(table);
}

static void print_row(char *const *text, const int *width, int first)
{
    int i;
    for (i = first; i < COLUMNS; i++) {
        int right = i == LOCAL || i == PEER;
        printf(right ? "%*s" : "%-*s", width[i], text[i]);
        if (i != LOCAL && i != PEER && i != PEER_PORT && i != PROCESS)
            putchar(' ');
    }
    putchar('\n');
}

/* Lines of a table of /proc/net behind its heading; with a state: those that are in it. */
static int count(const char *path, int state)
{
    char line[400];
    unsigned int its;
    int n = 0;
    FILE *f = fopen(path, "r");
    if (!f)
        return 0;
    if (fgets(line, sizeof line, f))
        while (fgets(line, sizeof line, f))
            if (state < 0 || (sscanf(line, "%*s %*s %*s %x", &its) == 1 && (int)its == state))
                n++;
    fclose(f);
    return n;
}

static void summary(void)
{
    int tcp4 = count("/proc/net/tcp", -1), tcp6 = count("/proc/net/tcp6", -1), udp4 = count("/proc/net/udp", -1), udp6 = count("/proc/net/udp6", -1);
    int i, estab = count("/proc/net/tcp", 1) + count("/proc/net/tcp6", 1), waits = count("/proc/net/tcp", 6) + count("/proc/net/tcp6", 6);
    const int lines[5][2] = {{0, 0}, {udp4, udp6}, {tcp4 - count("/proc/net/tcp", 6), tcp6 - count("/proc/net/tcp6", 6)}, {0, 0}, {0, 0}};
    static const char *const kinds[5] = {"RAW", "UDP", "TCP", "INET", "FRAG"};
    printf("Total: %d\n", tcp4 + tcp6 - waits + udp4 + udp6 + count("/proc/net/unix", -1));
    printf("TCP:   %d (estab %d, closed %d, orphaned 0, timewait %d)\n\n", tcp4 + tcp6, estab, waits, waits);
    puts("Transport Total     IP        IPv6");
    for (i = 0; i < 5; i++) {
        int four = i == 3 ? lines[1][0] + lines[2][0] : lines[i][0], six = i == 3 ? lines[1][1] + lines[2][1] : lines[i][1];
        printf("%s\t  %-9d %-9d %-9d\n", kinds[i], four + six, four, six);
    }
    putchar('\n');
}

int main(int argc, char **argv)
{
    int c, i, k, width[COLUMNS], families;
    while ((c = nextopt(argc, argv, "tuxlapn46Hreosmiw", "tcp=t udp=u unix=x listening=l all=a processes=p numeric=n ipv4=4 ipv6=6 no-header=H resolve=r extended=e options=o summary=s",
                        "[ OPTIONS ]\n       -t tcp, -u udp, -x unix; -l listening, -a all; -p processes; -n numeric; -4, -6; -H no header; -s summary\n"))) {
        switch (c) {
        case 't': tcp = 1; break;
        case 'u': udp = 1; break;
        case 'x': unix_too = 1; break;
        case 'l': listening = 1; break;
        case 'a': all = 1; break;
        case 'p': processes = 1; break;
        case '4': only4 = 1; break;
        case '6': only6 = 1; break;
        case 'H': no_header = 1; break;
        case 's': summary(); return finish();
        case 'm': case 'i': case 'w': die(1, "not supported: -%c", c);
        }
    }
    if (!tcp && !udp && !unix_too)
        tcp = udp = 1, unix_too = !only4 && !only6;
    families = tcp + udp + unix_too;
    if (processes)
        find_owners();
    if (unix_too)
        local_sockets();
    if (udp && !only6)
        internet("/proc/net/udp", "udp");
    if (udp && !only4)
        internet("/proc/net/udp6", "udp");
    if (tcp && !only6)
        internet("/proc/net/tcp", "tcp");
    if (tcp && !only4)
        internet("/proc/net/tcp6", "tcp");
    for (k = 0; k < COLUMNS; k++) {
        width[k] = no_header ? 0 : strlen(headers[k]);
        for (i = 0; i < nrows; i++)
            if ((int)strlen(rows[i].text[k]) > width[k])
                width[k] = strlen(rows[i].text[k]);
    }
    /* The kind is shown where there are several, Unix sockets have several by themselves; the state unless it is always
       the same, as that of UDP sockets with a peer. */
    k = families > 1 || unix_too ? NETID : udp && !listening && !all ? RECV_Q : STATE;
    if (!no_header)
        print_row((char *const *)headers, width, k);
    for (i = 0; i < nrows; i++)
        print_row(rows[i].text, width, k);
    return finish();
}
