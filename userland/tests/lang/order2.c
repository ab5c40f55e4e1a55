// Order of evaluation as gcc has it without optimisation, where the language leaves it open.
#include <stdio.h>
int g; int f(){ g+=10; return 1;} int a[40]; int *p;
struct N { int x; struct N *n; } n0, n1, *head; int fh(){ head=&n1; return 7;}
int fp(){ p = a+5; return 9; }
long gl; char gc;
int id(int x){return x;}
int main(){ int x; 
 g=1; printf("sub %d\n", g - f()); g=1; printf("mul %d\n", g * f()); g=1; printf("and %d\n", g & f()); g=11; printf("lt %d\n", g < f()+15); g=1; printf("eq %d\n", g == f());
 g=1; printf("(g+1)+f %d\n", (g+1) + f()); g=1; printf("a[g]+f %d\n", a[g] + f());  g=1; printf("shl %d\n", g << f());
 head=&n0; head->x = fh(); printf("n0 %d n1 %d\n", n0.x,n1.x); n0.x=n1.x=0; head=&n0; (*head).x = fh(); printf("n0 %d n1 %d\n", n0.x,n1.x);
 p=a; *p = fp(); printf("%d %d\n", a[0], a[5]); a[5]=0; p=a; p[1] = fp(); printf("%d %d\n", a[1], a[6]); 
 g=1; a[g] = f(); printf("%d %d\n", a[1], a[11]); g=1; a[g+1]=f(); printf("%d %d\n", a[2],a[12]); 
 g=1; x = g; x = x + f(); printf("%d\n", x); gl=1; g=1; printf("long g %ld\n", (long)g + f()); gc=1; 
 g=1; printf("x=%d\n", (x = g) + f()); g=1; printf("id %d\n", id(g) + f()); g=1; printf("g,f %d %d\n", g, f()); g=1; printf("f,g %d %d\n", f(), g);
 int arr[3]={0}; int i=0; arr[i]=arr[i++]+5; printf("%d %d\n",arr[0],arr[1]); i=0; arr[i++]=arr[i]+1; printf("%d %d\n",arr[0],arr[1]);
 int *q=&i; i=1; printf("addr-taken %d\n", i + (*q)++); i=1; printf("%d\n", i + i++); i=1; printf("%d\n", i++ + i); i=1; printf("%d %d\n", i, i++); i=1; a[i]=i++; printf("%d %d\n", a[1],a[2]);
 i=1; a[i]= i = 7; printf("%d %d\n", a[1],a[7]); i=1; printf("%d\n", i - i++); i=1; printf("%d\n", i < i++);
 printf("%d %d\n", i=1, i=2); int j; printf("%d %d\n", j=1, j=2); printf("%d %d %d\n", j, j+=2, j++);
 j=1; printf("%d\n", (j=3) + j + (j=4)); j=1; printf("%d\n", j++ + ++j + j); j=2; printf("%d\n", j * ++j - j--);
 g=5; g = g - f(); printf("%d\n", g); unsigned char c=1; printf("%d\n", c + c++); short sh=1; long L = sh; printf("%ld\n", L + (L=4));
 g=1; printf("%d\n", (char)g + f()); g=1; printf("%d\n", (g) + (g=7)); g=1; printf("%d\n", (unsigned)g + f()); double d=1; printf("%f\n", d+(d=4)); g=1; printf("dbl %f\n", g + (double)f());g=1; printf("dbl %f\n", (double)g + f());
}
