int main(void) {
    int @ x;
    int y = 3 # 4;
    int z = $;
    return 0;
}
}
int more;
