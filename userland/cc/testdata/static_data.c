/* Objects whose bytes must be what gcc makes of them (static_data.expected): layouts, bit-fields, initialisers, constants. */
struct bf { int a:3; unsigned b:5; int c:20; long d:40; char e; unsigned short f:9, g:7; _Bool h:1; int :0; int i:1; };
struct bf b1 = { -1, 17, -1000, 123456789012, 'x', 300, 100, 1, -1 };
struct __attribute__((packed)) pk { char c; int i; short s:5; int t:13; long l; };
struct pk p1 = { 1, 2, -3, 1000, 5 };
union u { char c[5]; int i; double d; };
union u u1 = { "abc" }, u2 = { .d = 1.5 }, u3 = { .i = 7 };
int arr[][3] = { { 1, 2 }, 3, 4, 5, { 6 }, [5] = { [1] = 9 }, 10 };
struct in { int a; char s[6]; struct { short x, y; } p[2]; } in[] = { 1, "hello", 2, 3, 4, 5, { 6, { 'a', 'b' }, { [1].y = 8 } }, [4] = { .s = "zz", .p = { { .y = 1 } }, } };
double d[] = { 1, 1.5f, .1, 1e300 * 10, -0.0, 1/3.0, 0x1p-1074 };
float f[] = { 1, .1, 1e10, 16777217, 1/3.0f };
long long ll[] = { -1, 1u << 31, 1 << 30, ~0u, -1u, 0x8000000000000000, (char)200, (unsigned char)-1, (short)70000, 'a' + 1, sizeof(struct bf), sizeof(struct pk), 5 % -3, -5 / 2, -5 >> 1, -5u >> 1, 3 > 2 ? -1 : 1u, 1 ? 2 : 3.0, !0, !5, ~5, -(-5), 1 && 0, 1 || 0, 3 ^ 5, 'ab', L'x', 1.9, -1.9, (int)1e9, 5 == 5.0, 2147483648, -2147483648, 0xffffffff, 017, 0b11, 1 << 3 + 1 };
char str[10] = "ab\0c\x41\101\n", str2[3] = "abc", *sp = "x";
int w[] = { L'a', L'\u20ac' }; __WCHAR_TYPE__ ws[] = L"h€"; unsigned short us[] = u"h€😀"; char u8s[] = u8"h€";
unsigned char uc[] = { 300, -1, 'x', [10 ... 12] = 7, 8 };
struct flex { int n; short data[]; } fl = { 3, { 1, 2, 3 } };
enum e { A = 5, B, C = -1, D } en[] = { A, B, C, D };
_Bool bo[] = { 2, 0, 0.5, 0.0 };
struct anon { int a; union { int b; char c[4]; }; struct { short d, e; }; int f; } an = { 1, { .c = "xy" }, { 3, 4 }, 5 }, an2 = { .d = 1, .f = 2, .b = 9 }, an3 = { 1, 2, 3, 4, 5 };
struct nest { struct { int x, y; } a[2]; int z; } ne = { .a[1].y = 5, .a[0] = { 1 }, 7, 8, .z = 3 };
const int ci = 42; int usesci = 0; long al = _Alignof(long double); long sz[] = { sizeof(long double), sizeof(char[3][4]), sizeof "abc", sizeof('a'), sizeof(1 ? (char)1 : (short)1), sizeof(an.c), sizeof(struct {char a; long double b;}), sizeof(1.0f), sizeof(1.0L), sizeof(union u), sizeof(void*), sizeof(enum e) };
struct al { char c; int x __attribute__((aligned(16))); } aln = { 1, 2 };
struct __attribute__((aligned(32))) al2 { char c; } aln2 = { 3 };
#pragma pack(push, 2)
struct pp { char c; int i; long l; } ppk = { 1, 2, 3 };
#pragma pack(pop)
struct pp2 { char c; int i; } ppk2 = { 1, 2 };
struct bz { char a; int :5; int b:10; int :0; char c; long long x:33, y:33; } bzv = { 1, 2, 3, 4, 5 };
struct bu { unsigned a:1; unsigned char b:7; unsigned c:3; } buv = { 1, 100, 5 };
unsigned long offs[] = { __builtin_offsetof(struct in, p[1].y), __builtin_offsetof(struct anon, e), (unsigned long)&((struct bf*)0)->e, __builtin_offsetof(struct al, x), (char*)&((struct in*)0)->s - (char*)0 };
short neg[] = { [2] = 5, [0] = 1, -2 }; char c2[2][4] = { "abcd", "x" }; char c3[][4] = { { "ab" }, { 'c', 'd' } };
long double ld = 1.0; int tern = sizeof(int) == 4 ? 10 : 20; int gen = _Generic(1.0f, int: 1, float: 2, default: 3); int tc = __builtin_types_compatible_p(int, signed);
unsigned ushift = 1u << 31 >> 3; int ishift = -8 >> 1; long mix = 1 - 2u; long mix2 = -1L < 1u; int cmp = -1 < 1u; unsigned long umul = 4294967295u * 2; long lmul = 4294967295u * 2l; unsigned char ucm = 255 + 1 == 256;
