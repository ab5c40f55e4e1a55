/* What gcc says with -Wall of variables that are changed and used in no order; nothing is executed. */
int g(int, int *, int);
int f(int i, int *a, int n)
{
    i = i++;
    i = ++i + 1;
    a[i] = i++;
    a[i++] = i;
    n = i++ + i;
    n = i++ + i++;
    i = (i++, 1);
    n = (n = 1) + n;
    i++ && i++;
    a[i++] = a[i++];
    n += n++;
    i = i + 1;
    n = g(i++, a, i);
    a[i] = a[i + 1];
    if (i++ + i)
        return i = i++;
    n = i ? i++ : i--;
    i += i;
    return i + n;
}
int g(int i, int *a, int n)
{
    return i + n + (a != 0);
}

int main(void)
{
    return 0;
}
