#include "nofile.h"
int main(void) { return 0; }
