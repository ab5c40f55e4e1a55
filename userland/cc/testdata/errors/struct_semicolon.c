struct point { int x; int y; }
int main(void) { struct point p; p.z = 1; p.xx = 2; return p.x; }
