foo_t x;
uint32_t y;
size_t n;
int main(void) {
    bar z;
    FILE *f;
    bool b = true;
    int i = NULL;
    int e = INT_MAX;
    return EXIT_SUCCESS;
}
