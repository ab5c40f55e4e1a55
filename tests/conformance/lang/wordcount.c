// conformance: stdin=the quick brown fox\njumps over the lazy dog\n\nthe end\tof it\n
// Lines, words and characters; the most frequent letters; lines reversed.
#include <ctype.h>
#include <stdio.h>
#include <string.h>

int main(void)
{
    char text[1000];
    int c, n = 0, lines = 0, words = 0, in = 0, freq[26] = {0};
    while ((c = getchar()) != EOF) {
        text[n++] = c;
        if (c == '\n')
            ++lines;
        if (isspace(c))
            in = 0;
        else if (!in) {
            in = 1;
            ++words;
        }
        if (isalpha(c))
            freq[tolower(c) - 'a']++;
    }
    text[n] = 0;
    printf("%7d%8d%8d\n", lines, words, n);
    for (int k = 0; k < 5; k++) {
        int best = 0;
        for (int i = 1; i < 26; i++)
            if (freq[i] > freq[best])
                best = i;
        printf("%c %d\n", best + 'a', freq[best]);
        freq[best] = 0;
    }
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
        for (char *e = line + strlen(line); e > line;)
            putchar(*--e);
        putchar('\n');
    }
    return 0;
}
