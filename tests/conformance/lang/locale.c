// setlocale, locale_t, multibyte and wide characters.
#define _GNU_SOURCE
#include <stdio.h>
#include <locale.h>
#include <wchar.h>
#include <wctype.h>
#include <string.h>
#include <stdlib.h>
#include <ctype.h>
#include <time.h>
#include <langinfo.h>
int main(void)
{
    printf("%s\n", setlocale(LC_ALL, "C.UTF-8"));
    printf("%s %zu\n", nl_langinfo(CODESET), MB_CUR_MAX);
    wchar_t w[64];
    size_t n = mbstowcs(w, "h\u00e9llo w\u00f6rld \u20ac \U0001F600", 64);
    printf("%zu %ls\n", n, w);
    for (size_t i = 0; i < n; i++)
        w[i] = towupper(w[i]);
    printf("%ls %d\n", w, wcswidth(w, n));
    char mb[100];
    printf("%zu\n", wcstombs(mb, w, sizeof mb));
    puts(mb);
    printf("[%10ls] [%-10ls] [%.3ls]\n", L"\u00e9a", L"b\u00e9", L"\u00e9\u00e9\u00e9\u00e9");
    mbstate_t st;
    memset(&st, 0, sizeof st);
    const char *s = "a\u00e9\u20ac";
    while (*s) {
        wchar_t c;
        size_t k = mbrtowc(&c, s, MB_CUR_MAX, &st);
        printf("U+%04X len %zu alpha %d\n", (unsigned) c, k, iswalpha(c) != 0);
        s += k;
    }
    printf("%zd\n", (ssize_t) mbstowcs(NULL, "\xff\xfe", 0));
    locale_t l = newlocale(LC_ALL_MASK, "C", NULL);
    printf("%d %d\n", isalpha_l('a', l) != 0, toupper_l('b', l));
    printf("%s\n", strerror_l(2, l));
    locale_t old = uselocale(l);
    printf("%d\n", old == LC_GLOBAL_LOCALE);
    uselocale(old);
    freelocale(l);
    struct lconv *lc = localeconv();
    printf("[%s] [%s]\n", lc->decimal_point, lc->thousands_sep);
    printf("%d\n", strcoll("abc", "abd") < 0);
    char x[10];
    printf("%zu %s\n", strxfrm(x, "hello", 10), x);
    wprintf(L"never\n");
    printf("%d\n", fwide(stdout, 0) < 0);
    wchar_t *end;
    printf("%ld %f\n", wcstol(L"123xyz", &end, 10), wcstod(L"2.5e3", NULL));
    printf("%ls\n", end);
    swprintf(w, 64, L"%d-%s-%ls", 5, "mb", L"wide");
    printf("%ls\n", w);
    wchar_t tk[] = L"one,two;three", *sv, *t;
    for (t = wcstok(tk, L",;", &sv); t; t = wcstok(NULL, L",;", &sv))
        printf("%ls|", t);
    puts("");
    printf("%ls %ls\n", wcsstr(L"hello world", L"wor"), wcsrchr(L"a/b/c", L'/'));
    printf("%d %d\n", wcscmp(L"a", L"b"), wcsncmp(L"abc", L"abd", 2));
    printf("%lc%lc\n", (wint_t) 0xe9, (wint_t) 0x20ac);
    printf("%d\n", iswctype(L'x', wctype("alpha")) != 0);
    printf("%lc\n", towctrans(L'x', wctrans("toupper")));
    printf("%s\n", setlocale(LC_NUMERIC, NULL));
    printf("%p\n", (void *) setlocale(LC_ALL, "xx_YY"));
    return 0;
}
