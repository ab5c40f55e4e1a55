// A balanced tree, printed sideways.
#include <stdio.h>
#include <stdlib.h>
typedef struct Node {
    int key;
    struct Node *left, *right;
    int h;
} Node;
#define H(n) ((n) ? (n)->h : 0)
#define MAX(a, b) ((a) > (b) ? (a) : (b))
static Node *fix(Node *n)
{
    n->h = 1 + MAX(H(n->left), H(n->right));
    return n;
}
static Node *rot(Node *n, int l)
{
    Node *x = l ? n->right : n->left;
    if (l) {
        n->right = x->left;
        x->left = fix(n);
    } else {
        n->left = x->right;
        x->right = fix(n);
    }
    return fix(x);
}
static Node *bal(Node *n)
{
    fix(n);
    int d = H(n->left) - H(n->right);
    if (d > 1) {
        if (H(n->left->left) < H(n->left->right))
            n->left = rot(n->left, 1);
        return rot(n, 0);
    }
    if (d < -1) {
        if (H(n->right->right) < H(n->right->left))
            n->right = rot(n->right, 0);
        return rot(n, 1);
    }
    return n;
}
static Node *ins(Node *n, int k)
{
    if (!n) {
        n = calloc(1, sizeof *n);
        n->key = k;
        return fix(n);
    }
    if (k < n->key)
        n->left = ins(n->left, k);
    else if (k > n->key)
        n->right = ins(n->right, k);
    return bal(n);
}
static void show(const Node *n, int d)
{
    if (!n)
        return;
    show(n->right, d + 1);
    printf("%*s%d\n", d * 4, "", n->key);
    show(n->left, d + 1);
}
int main()
{
    Node *r = NULL;
    int a[] = {50, 20, 70, 10, 30, 60, 80, 5, 15, 25, 35, 1};
    for (unsigned i = 0; i < sizeof a / sizeof a[0]; i++)
        r = ins(r, a[i]);
    show(r, 0);
    for (int i = 0; i < 1000; i++)
        r = ins(r, i * 37 % 1009);
    printf("height %d\n", r->h);
}
