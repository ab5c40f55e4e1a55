// Wide strings: copied, searched, tokenised, printed.
#include <stdio.h>
#include <wchar.h>
#include <wctype.h>
#include <locale.h>
#include <string.h>
#include <stdlib.h>
int main(void)
{
    wchar_t name[32] = L"Grand Central";
    wchar_t copy[32];
    size_t i;
    setlocale(LC_ALL, "");
    wcscpy(copy, name);
    for (i = 0; i < wcslen(copy); i++)
        copy[i] = towupper(copy[i]);
    wprintf(L"%ls has %zu characters\n", name, wcslen(name));
    wprintf(L"upper: %ls, first '%lc'\n", copy, (wint_t)copy[0]);
    wprintf(L"cmp %d %d\n", wcscmp(name, copy) > 0, wcsncmp(name, copy, 1));
    wchar_t *p = wcsstr(name, L"Cent");
    wprintf(L"found at %ld\n", (long)(p - name));
    wchar_t buf[64];
    int n = swprintf(buf, 64, L"%d-%s-%ls-%5.2f", 42, "narrow", L"wide", 3.14159);
    wprintf(L"%d [%ls]\n", n, buf);
    char mb[64];
    size_t k = wcstombs(mb, buf, sizeof mb);
    wprintf(L"%zu %s\n", k, mb);
    wchar_t toks[] = L"a,b;c";
    wchar_t *st, *t;
    for (t = wcstok(toks, L",;", &st); t; t = wcstok(NULL, L",;", &st))
        wprintf(L"<%ls>\n", t);
    wprintf(L"%ld %f\n", wcstol(L"  123abc", NULL, 10), wcstod(L"2.5", NULL));
    putwchar(L'x');
    putwchar(L'\n');
    fputws(L"done\n", stdout);
    wprintf(L"orient %d\n", fwide(stdout, 0) > 0);
    return 0;
}
