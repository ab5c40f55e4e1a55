int main(void) {
    switch (1) { case 1: break; case 1: break; default: ; default: ; }
    case 3: ;
    break;
    continue;
    goto nowhere;
l:  ;
l:  ;
    int arr[-1];
    int z[2.5];
    void v;
    struct nope n;
    return 0;
}
