# FNV-1a hash of a string of 1 MiB, 20 times.
def fnv1a(text):
    h = 2166136261
    for byte in text:
        h = ((h ^ byte) * 16777619) & 0xFFFFFFFF
    return h


def main():
    text = bytearray(97 + i % 26 for i in range(1 << 20))
    total = 0
    for turn in range(20):
        text[turn] = 65 + turn
        total = (total + fnv1a(text)) & 0xFFFFFFFF
    print(total)


main()
