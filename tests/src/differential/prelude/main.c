/* FIRST and EVERY on standard input: only some of the cases, so that others may run beside them. */
int main(int argc, char **argv)
{
	int first = 0, every = 1, n;
	if (argc != 1 || getenv("CASES"))
		return report(argc, argv);
	if (scanf("%d %d", &first, &every) < 2)
		every = 1;
	/* Whoever started this may have left the C library's own two signals ignored, which only the kernel can undo. */
	long standard[4] = {0};
	for (n = 32; n < 34; n++)
		syscall(SYS_rt_sigaction, n, standard, 0L, 8L);
	setup();
	for (n = first; n < (int)(sizeof cases / sizeof *cases); n += every)
		run(n, cases[n]);
	return 0;
}
