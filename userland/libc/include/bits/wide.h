/* How the compiler keeps __int128. */
struct __wide { unsigned long lo, hi; };
