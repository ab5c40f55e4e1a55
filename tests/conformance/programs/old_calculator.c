// Old-style definitions: a calculator, dates, a sort with function pointers.
#include <stdio.h>
#include <ctype.h>
#define MAXOP 100
#define NUMBER '0'
#define BUFSIZE 100
double atof();
static char buf[BUFSIZE];
static int bufp;
static const char *src = "1 2 - 4 5 + *\n3 4.5 / \n2 0 / \n7 + \n1 2 3\n";
int getch()
{
    return (bufp > 0) ? buf[--bufp] : *src ? *src++ : EOF;
}

ungetch(c)
{
    if (bufp >= BUFSIZE)
        printf("ungetch: too many characters\n");
    else
        buf[bufp++] = c;
}

int getop(s)
char s[];
{
    int i, c;
    while ((s[0] = c = getch()) == ' ' || c == '\t');
    s[1] = '\0';
    if (!isdigit(c) && c != '.')
        return c;
    i = 0;
    if (isdigit(c))
        while (isdigit(s[++i] = c = getch()));
    if (c == '.')
        while (isdigit(s[++i] = c = getch()));
    s[i] = '\0';
    if (c != EOF)
        ungetch(c);
    return NUMBER;
}

static int sp = 0;
static double val[100];
push(f)
double f;
{
    if (sp < 100)
        val[sp++] = f;
    else
        printf("error: stack full, can't push %g\n", f);
}

double pop()
{
    if (sp > 0)
        return val[--sp];
    printf("error: stack empty\n");
    return 0.0;
}

static char *month_name(n)
int n;
{
    static char *name[] = { "Illegal month", "January", "February", "March" };
    return (n < 1 || n > 3) ? name[0] : name[n];
}
static int day_tab[2][13] =
    { { 0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 }, { 0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 } };
day_of_year(year, month, day)
int year, month, day;
{
    register i, leap;
    leap = year % 4 == 0 && year % 100 != 0 || year % 400 == 0;
    for (i = 1; i < month; i++)
        day += day_tab[leap][i];
    return day;
}

void swap(v, i, j)
void *v[];
int i, j;
{
    void *temp;
    temp = v[i];
    v[i] = v[j];
    v[j] = temp;
}

void qsort_(v, left, right, comp)
void *v[];
int left, right;
int (*comp)(void *, void *);
{
    int i, last;
    if (left >= right)
        return;
    swap(v, left, (left + right) / 2);
    last = left;
    for (i = left + 1; i <= right; i++)
        if ((*comp) (v[i], v[left]) < 0)
            swap(v, ++last, i);
    swap(v, left, last);
    qsort_(v, left, last - 1, comp);
    qsort_(v, last + 1, right, comp);
}

int strcmp();
main()
{
    int type;
    double op2;
    char s[MAXOP];
    char *w[] = { "pear", "apple", "fig" };
    while ((type = getop(s)) != EOF) {
        switch (type) {
        case NUMBER:
            push(atof(s));
            break;
        case '+':
            push(pop() + pop());
            break;
        case '*':
            push(pop() * pop());
            break;
        case '-':
            op2 = pop();
            push(pop() - op2);
            break;
        case '/':
            op2 = pop();
            if (op2 != 0.0)
                push(pop() / op2);
            else
                printf("error: zero divisor\n");
            break;
        case '\n':
            printf("\t%.8g\n", pop());
            break;
        default:
            printf("error: unknown command %s\n", s);
            break;
        }
    }
    printf("%s %s %d %d\n", month_name(2), month_name(20), day_of_year(2024, 3, 1), day_of_year(1900, 3, 1));
    qsort_((void **) w, 0, 2, (int (*)(void *, void *)) strcmp);
    printf("%s %s %s\n", w[0], w[1], w[2]);
    return 0;
}
