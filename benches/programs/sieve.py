# Sieve of Eratosthenes: the number of primes up to 5,000,000.
def main():
    n = 5000000
    composite = bytearray(n + 1)
    count = 0
    for i in range(2, n + 1):
        if composite[i]:
            continue
        count += 1
        for j in range(i * i, n + 1, i):
            composite[j] = 1
    print(count)


main()
