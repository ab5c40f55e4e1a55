// Order of evaluation as gcc has it without optimisation, where the language leaves it open.
#include <stdio.h>
int g; int f(){ g+=10; return 1;} int a[10];
int idx(){ printf("idx "); return 2;} int val(){ printf("val "); return 3;}
int *pp(){ printf("pp "); return a; }
struct S { int x; } s; struct S *sp(){ printf("sp "); return &s; }
int main(){ 
 int i=1; printf("%d %d\n", i++, i++); i=1; printf("%d %d\n", i, i++); i=1; printf("%d %d\n", i++, i);
 i=1; a[i]=i++; printf("a: %d %d %d\n",a[0],a[1],a[2]);
 i=1; a[i++]=i; printf("a: %d %d %d\n",a[0],a[1],a[2]);
 i=1; i=i++; printf("%d\n",i); i=1; i = i++ + ++i; printf("%d\n", i);
 i=1; printf("%d\n", i + i++); i=1; printf("%d\n", i++ + i); i=1; i += i++; printf("%d\n", i);
 g=1; g += f(); printf("g %d\n", g); g=1; g = g + f(); printf("g %d\n", g); g=1; g = f()+g; printf("g %d\n",g);
 a[idx()] = val(); printf("\n"); a[idx()] += val(); printf("\n"); *pp() = val(); printf("\n"); pp()[idx()] = val(); printf("\n");
 sp()->x = val(); printf("\n"); idx()+val(); printf("\n"); 
 g=1; printf("%d\n", g + g++); g=1; printf("%d\n", g++ + g++);
 int *p=a; a[0]=1;a[1]=2;a[2]=3; *p++ = *p; printf("%d %d %d\n", a[0],a[1],a[2]); p=a; *p = *p++ + 5; printf("%d %d %d\n", a[0],a[1],a[2]);
 i=5; i = i-- - --i; printf("%d\n", i); i=5; int j = ++i + ++i; printf("%d %d\n", i,j); i=5; j = i++ + i++; printf("%d %d\n",i,j);
 i=3; a[i]= i = 4; printf("%d %d\n", a[3],a[4]); 
 g=3; a[g]= g = 5; printf("%d %d\n", a[3],a[5]); g=1; g = g++; printf("%d\n", g); g=2; a[g] = g++; printf("%d %d\n", a[2],a[3]);
 int x=1; x = (x=2) + x; printf("%d\n", x); x=1; int y = x + (x=5); printf("%d\n", y); y = (x=3)*(x=4); printf("%d\n", y);
 i=2; i *= i++ + 1; printf("%d\n", i); int *q=&g; g=1; *q = *q + f(); printf("%d\n",g); g=1; *q += f(); printf("%d\n",g);
 static int st; st=1; st += (st=5); printf("%d\n", st); x=1; x += (x=5); printf("%d\n", x);
 g=1; printf("%d %d %d\n", g, g++, g);  i=1; printf("%d %d %d\n", i, i++, i); printf("%d %d\n", ++i, ++i); printf("%d %d\n", ++g, ++g);
}
