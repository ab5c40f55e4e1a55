#ifndef _BYTESWAP_H
#define _BYTESWAP_H
unsigned short __bswap_16(unsigned short);
unsigned int __bswap_32(unsigned int);
unsigned long __bswap_64(unsigned long);
#define bswap_16(x) __bswap_16(x)
#define bswap_32(x) __bswap_32(x)
#define bswap_64(x) __bswap_64(x)
#endif
