// Order of evaluation as gcc has it without optimisation, where the language leaves it open.
#include <stdio.h>
int g; int f(){ g+=10; return 1;} int a[40]; int *p; int b[40]; double d[40]; long L[40]; char c[40];
struct N { int x; struct N *n; } n0, n1, *head; int fh(){ head=&n1; return 7;}
int fp(){ p = a+5; return 9; } long fl(){ g+=10; return 1;} 
#define R(name, expr) do { g=1; for(int k=0;k<40;k++) a[k]=L[k]=c[k]=d[k]=0; expr; printf("%s:", name); for(int k=0;k<40;k++) { if(a[k]) printf(" a%d=%d", k, a[k]); if(L[k]) printf(" L%d=%ld", k, L[k]);if(c[k]) printf(" c%d=%d", k, c[k]); if(d[k]) printf(" d%d=%f", k, d[k]); } puts(""); } while(0)
int main(){ int i;
 R("a[g]=f()", a[g]=f()); R("a[g]=f()+1", a[g]=f()+1); R("a[g]=-f()", a[g]=-f()); R("a[g]=g++", a[g]=g++); R("a[g]=g++ +1", a[g]=g++ + 1); R("a[g]=(g=5)", a[g]=(g=5)); R("a[g]=++g", a[g]=++g);
 R("a[g]=g++ + f()", a[g]=g++ + f()); R("L[g]=f()", L[g]=f()); R("c[g]=f()", c[g]=f()); R("d[g]=f()",d[g]=f()); R("a[g+1]=g++", a[g+1]=g++); R("a[g]=i=g++", a[g]=i=g++);
 p=a; R("*p = *p++ + 1", *p = *p++ + 1); p=a; R("*p=(p=a+3,5)", *p = (p=a+3,5)); p=a; R("*p=(p=a+3)!=0", *p = (p=a+3)!=0); p=a; R("p[1]=*p++ +1", p[1] = *p++ + 1); R("a[g]=(f(),3)", a[g]=(f(),3)); R("a[g]=f()?f():2", a[g]=f()?f():2); R("a[g]= f()&&f()", a[g]=f()&&f());
 R("a[g] = b[g++]", (b[1]=4, a[g] = b[g++]));
 head=&n0; head->x = (head=&n1, 3); printf("%d %d\n", n0.x, n1.x); head=&n0; n0.x=n1.x=0; head->x = fh()+1; printf("%d %d\n", n0.x, n1.x); 
 int x=0; int *q=&x; a[0]=a[1]=0; a[x] = x++ + 7; printf("%d %d\n", a[0], a[1]); x=0; a[0]=a[1]=0; a[x]=f()*0+ ++x; printf("%d %d\n", a[0], a[1]);
 R("a[g]+=g++", a[g]+=g++); R("a[g]+=f()", a[g]+=f()); R("a[g++]+=f()", a[g++]+=f());
 { int j=0; char s[10]="abcdef", t[10]={0}; t[j]=s[j++]; t[j]=s[j++]; printf("%d %d %d\n", t[0],t[1],t[2]); }
 { int j=0,k=0; char s[10]="abcdef", t[10]={0}; while((t[k++]=s[j++])!=0); puts(t); }
}
