/* mkfifo - makes named pipes. mkfifo(1): -m MODE */
#include <sys/stat.h>
#include "util.h"

int main(int argc, char **argv)
{
    int i;
    long mode = -1;
    const char *mode_text = NULL;
    while (nextopt(argc, argv, "m:", "mode=m", "[OPTION]... NAME...\nCreate named pipes (FIFOs) with the given NAMEs.\n"))
        mode_text = optval;
    if (!noperands) {
        complain("missing operand");
        try_help();
    }
    if (mode_text && (mode = parse_mode(mode_text, 0666, 0)) < 0)
        die(1, "invalid mode");
    for (i = 0; i < noperands; i++) {
        if (mkfifo(operands[i], 0666) < 0)
            complain_errno("cannot create fifo %s", quote_always(operands[i]));
        else if (mode >= 0 && chmod(operands[i], mode) < 0)
            complain_errno("cannot set permissions of %s", quote_always(operands[i]));
    }
    return status;
}
