/* byteorder(3), bswap(3) */
#include <byteswap.h>

unsigned short __bswap_16(unsigned short v)
{
	return v << 8 | v >> 8;
}

unsigned int __bswap_32(unsigned int v)
{
	return v << 24 | (v & 0xff00) << 8 | (v >> 8 & 0xff00) | v >> 24;
}

unsigned long __bswap_64(unsigned long v)
{
	return (unsigned long)__bswap_32(v) << 32 | __bswap_32(v >> 32);
}

unsigned int ntohl(unsigned int v)
{
	return __bswap_32(v);
}

unsigned int htonl(unsigned int v)
{
	return __bswap_32(v);
}

unsigned short ntohs(unsigned short v)
{
	return v << 8 | v >> 8;
}

unsigned short htons(unsigned short v)
{
	return v << 8 | v >> 8;
}
