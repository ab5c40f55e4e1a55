// Order of evaluation as gcc has it without optimisation, where the language leaves it open.
#include <stdio.h>
int a[10]={1,2,3,4,5,6,7,8,9,10}; int g; int idx(){ printf("idx "); return 2;} int val(){ printf("val "); return 3;}
int *pp(){ printf("pp "); return a; }
struct S { int x; } s; struct S *sp(){ printf("sp "); return &s; }
struct S mk(){ printf("mk "); return s; }
void reset(){ for(int i=0;i<10;i++) a[i]=i+1; }
void show(const char*n){ printf("%s:",n); for(int i=0;i<5;i++) printf(" %d",a[i]); puts(""); reset(); }
int main(){ int i; int mi, *pm=&mi; int *p; int *mp, **ppm=&mp;
 reset();
 a[idx()] = val()+1; printf("\n"); *pp() = val()+1; printf("\n"); pp()[idx()] = -val(); printf("\n"); sp()->x = (char)val(); printf("\n");  *sp() = mk(); puts("");
 long L[4]; L[idx()] = val(); puts(""); char c[4]; c[idx()] = val(); puts(""); double d[4]; d[idx()] = val(); puts(""); unsigned u[4]; u[idx()] = val(); puts("");
 a[idx()] = (val(), 3); puts(""); a[idx()] = val() ? 1 : 2; puts(""); a[idx()] = val() && 1; puts(""); a[idx()] = !val(); puts(""); a[idx()] = i = val(); puts(""); a[idx()] = a[val()]; puts(""); a[idx()] = *pp(); puts("");  a[idx()] = sp()->x; puts("");
 *pp() += val(); puts(""); *pp() += a[val()]; puts(""); pp()[idx()]++; puts("");
 reset();
 i=1; a[i++] = a[i]; show("a[i++]=a[i]"); i=1; a[i++] = a[i]+1; show("a[i++]=a[i]+1"); i=1; a[i++]=-a[i]; show("-");  i=1; a[i++]=i; show("=i"); i=1; a[i++]=i+1; show("=i+1"); i=1; a[i++]=(char)i; show("=(char)i"); 
 mi=1; a[mi++] = a[mi]; show("m a[i++]=a[i]"); mi=1; a[mi++] = a[mi]+1; show("m a[i++]=a[i]+1"); mi=1; a[mi++]=mi; show("m=i"); mi=1; a[mi++]=mi+1; show("m=i+1");
 p=a; *p++ = *p; show("*p++=*p"); p=a; *p++ = *p + 1; show("*p++=*p+1"); p=a; *p++ = p[1]; show("*p++=p[1]"); p=a; *p++ = -p[1]; show("*p++=-p[1]"); p=a; *p++ = p-a; show("p-a"); p=a; *p++ = *p++; show("*p++=*p++"); p=a; *p++ = *p++ + 1; show("*p++=*p++ +1");
 mp=a; *mp++ = *mp; show("m *p++=*p"); mp=a; *mp++ = *mp + 1; show("m *p++=*p+1"); mp=a; *mp++=mp-a; show("m p-a");
 g=1; a[g++] = g; show("g a[g++]=g"); g=1; a[g++]=g+1; show("g+1"); g=1; a[++g] = g; show("++g=g"); g=1; a[++g]=g*10; show("++g=g*10"); i=1; a[++i]=i*10; show("++i=i*10"); i=1; a[i++]=i*10; show("i++=i*10"); i=1; a[i++] += i*10; show("i++ += i*10"); i=1; a[i++] += i; show("i++ += i"); g=1; a[g++] += g*10; show("g++ += g*10");
 i=1; s.x = i++ + i; printf("%d\n", s.x); i=1; (&s)->x = i++ * 2 + i; printf("%d\n", s.x);
}
