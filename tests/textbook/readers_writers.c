/* Readers and writers of semaphores alone, with a turnstile so that writers come to their turn (Little Book of Semaphores, 4.2.4),
 * and once more with as many tokens as there may be readers, of which a writer takes all. */
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>

#define READERS 3
#define WRITERS 2
#define ROUNDS 4

static sem_t turnstile, room_empty, mutex, tokens, all;
static int readers, text[2], other[2], odd;

static void *reader(void *arg)
{
	for (int k = 0; k < ROUNDS; k++) {
		sem_wait(&turnstile);
		sem_post(&turnstile);
		sem_wait(&mutex);
		if (++readers == 1)
			sem_wait(&room_empty);
		sem_post(&mutex);
		int differ = text[0] != text[1];
		sem_wait(&mutex);
		odd += differ;
		if (--readers == 0)
			sem_post(&room_empty);
		sem_post(&mutex);
		sem_wait(&tokens);
		differ = other[0] != other[1];
		sem_post(&tokens);
		if (differ)
			printf("half written\n");
	}
	return arg;
}

static void *writer(void *arg)
{
	for (int k = 0; k < ROUNDS; k++) {
		sem_wait(&turnstile);
		sem_wait(&room_empty);
		text[0]++;
		text[1]++;
		sem_post(&turnstile);
		sem_post(&room_empty);
		sem_wait(&all);
		for (int i = 0; i < READERS; i++)
			sem_wait(&tokens);
		other[0]++;
		other[1]++;
		for (int i = 0; i < READERS; i++)
			sem_post(&tokens);
		sem_post(&all);
	}
	return arg;
}

int main(void)
{
	pthread_t t[READERS + WRITERS];
	sem_init(&turnstile, 0, 1);
	sem_init(&room_empty, 0, 1);
	sem_init(&mutex, 0, 1);
	sem_init(&tokens, 0, READERS);
	sem_init(&all, 0, 1);
	for (int i = 0; i < READERS + WRITERS; i++)
		pthread_create(&t[i], 0, i < READERS ? reader : writer, 0);
	for (int i = 0; i < READERS + WRITERS; i++)
		pthread_join(t[i], 0);
	printf("%d %d %d %d %d\n", text[0], text[1], other[0], other[1], odd);
	return 0;
}
