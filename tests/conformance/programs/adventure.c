// A text adventure: commands, rooms, items in linked lists.
// conformance: exit=20
// conformance: stdin=look\ngo north\ntake lamp\ninventory\ngo east\nlight lamp\ngo east\ntake sword\ndrop lamp\ni\ngo west\nattack troll\nscore\nquit\n
#include <stdio.h>
#include <string.h>
#include <stdlib.h>
#include <stdbool.h>
#include <ctype.h>
#define MAXITEMS 8
typedef enum { N, E, S, W, NDIR } dir;
static const char *dirnames[NDIR] = {"north", "east", "south", "west"};
typedef struct room {
    const char *name, *desc;
    struct room *exits[NDIR];
    bool dark, visited;
    struct item *items;
} room;
typedef struct item { const char *name; int weight; bool lit; struct item *next; } item;
static item lamp = {"lamp", 2}, sword = {"sword", 5}, rock = {"rock", 50};
static room hall = {.name = "Hall", .desc = "A dusty hall."}, attic = {.name = "Attic", .desc = "Cobwebs everywhere.", .items = &lamp}, cave = {.name = "Cave", .desc = "Dripping water.", .dark = true, .items = &sword};
static struct { room *at; item *inv; int moves, score; bool done; } game = {.at = &hall};
static void connect(room *a, dir d, room *b) {
    a->exits[d] = b;
    b->exits[(d + 2) % NDIR] = a;
}

static item **find(item **l, const char *n) {
    for (; *l; l = &(*l)->next) if (!strcmp((*l)->name, n)) return l;
    return NULL;
}

static bool can_see(void) {
    if (!game.at->dark) return true;
    for (item *i = game.inv; i; i = i->next) if (i->lit) return true;
    return false;
}

static void look(const char *arg) {
    (void)arg;
    printf("== %s ==\n", game.at->name);
    if (!can_see()) {
        puts("It is pitch dark.");
        return;
    }
    puts(game.at->desc);
    for (item *i = game.at->items; i; i = i->next) printf("There is a %s here.\n", i->name);
    printf("Exits:");
    for (int d = 0; d < NDIR; d++) if (game.at->exits[d]) printf(" %s", dirnames[d]);
    puts("");
}

static void go(const char *arg) {
    for (int d = 0; d < NDIR; d++) if (arg && !strcmp(arg, dirnames[d])) {
        if (!game.at->exits[d]) {
            puts("You can't go that way.");
            return;
        }
        game.at = game.at->exits[d];
        if (!game.at->visited) {
            game.at->visited = true;
            game.score += 10;
        }
        look(NULL);
        return;
    }
    printf("Go where? '%s'\n", arg ? arg : "");
}

static void move_item(item **from, item **to, const char *n, const char *verb) {
    item **p = n ? find(from, n) : NULL;
    if (!p) {
        printf("No %s to %s.\n", n ? n : "thing", verb);
        return;
    }
    item *it = *p;
    if (it->weight > 20) {
        puts("Too heavy.");
        return;
    }
    *p = it->next;
    it->next = *to;
    *to = it;
    printf("%s: %s.\n", it->name, verb);
}

static void take(const char *a) {
    if (can_see()) move_item(&game.at->items, &game.inv, a, "taken");
    else puts("You fumble.");
}

static void drop(const char *a) {
    move_item(&game.inv, &game.at->items, a, "dropped");
}

static void inv(const char *a) {
    int w = 0;
    for (item *i = game.inv; i; i = i->next) {
        printf("  %s%s\n", i->name, i->lit ? " (lit)" : "");
        w += i->weight;
    }
    printf("Weight %d\n", w);
}

static void light(const char *a) {
    item **p = find(&game.inv, a ? a : "lamp");
    if (p) {
        (*p)->lit ^= 1;
        printf("The %s is %s.\n", (*p)->name, (*p)->lit ? "lit" : "out");
    } else puts("You don't have that.");
}

static void score(const char *a) {
    printf("Score %d in %d moves\n", game.score, game.moves);
}

static void quit(const char *a) {
    game.done = true;
}

static const struct cmd { const char *word, *alias; void (*fn)(const char *); } cmds[] = {{"look", "l", look}, {"go", NULL, go}, {"take", "get", take}, {"drop", NULL, drop}, {"inventory", "i", inv}, {"light", NULL, light}, {"score", NULL, score}, {"quit", "q", quit}};
int main(void) {
    char line[80];
    connect(&hall, N, &attic);
    connect(&attic, E, &cave);
    rock.next = attic.items;
    attic.items = &rock;
    hall.visited = true;
    while (!game.done && printf("> ") && fgets(line, sizeof line, stdin)) {
        char *verb = strtok(line, " \n"), *arg = strtok(NULL, " \n");
        if (!verb) continue;
        game.moves++;
        for (char *c = verb; *c; c++) *c = tolower(*c);
        const struct cmd *c = NULL;
        for (size_t i = 0; i < sizeof cmds / sizeof *cmds && !c; i++) if (!strcmp(cmds[i].word, verb) || (cmds[i].alias && !strcmp(cmds[i].alias, verb))) c = &cmds[i];
        c ? c->fn(arg) : (void)printf("I don't know how to %s.\n", verb);
    }
    return game.score;
}
