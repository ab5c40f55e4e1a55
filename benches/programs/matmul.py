# Product of two 200 x 200 matrices of doubles.
def main():
    n = 200
    a = [[float((i * 3 + j) % 7) for j in range(n)] for i in range(n)]
    b = [[float((i + j * 5) % 11) for j in range(n)] for i in range(n)]
    c = [[0.0] * n for _ in range(n)]
    for i in range(n):
        for j in range(n):
            total = 0.0
            for k in range(n):
                total += a[i][k] * b[k][j]
            c[i][j] = total
    print("%.1f" % sum(c[i][i] for i in range(n)))


main()
