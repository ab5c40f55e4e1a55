/* Conversions between complex types, which the compiler makes calls of. */
struct cf { float re, im; };
struct cd { double re, im; };
struct cl { long double re, im; };

struct cd __cf_tocd(struct cf z)
{
	return (struct cd){ z.re, z.im };
}

struct cl __cf_tocl(struct cf z)
{
	return (struct cl){ z.re, z.im };
}

struct cf __cd_tocf(struct cd z)
{
	return (struct cf){ z.re, z.im };
}

struct cl __cd_tocl(struct cd z)
{
	return (struct cl){ z.re, z.im };
}

struct cf __cl_tocf(struct cl z)
{
	return (struct cf){ z.re, z.im };
}

struct cd __cl_tocd(struct cl z)
{
	return (struct cd){ z.re, z.im };
}
